{%- macro declared(argument) -%}
{%- if argument.repeated %}ParamArray {{ argument.name }}()
{%- elif argument.optional %}Optional {{ argument.name }}
{%- else %}{{ argument.name }}
{%- endif %} As Variant
{%- endmacro -%}
Attribute VB_Name = "ScoringFunctions"
Option Explicit

' The custom functions, as cells call them: one for each of udf.functions, which does the work.
' What becomes of their arguments and errors stands in the module Answers.
{% for function in functions %}

Public Function {{ function.name }}({% for argument in function.arguments %}{{ declared(argument) }}{{ ", " if not loop.last }}{% endfor %}) As Variant
{% for argument in function.arguments if argument.optional %}
    If IsMissing({{ argument.name }}) Then {{ argument.name }} = NOT_GIVEN
{% endfor %}
{% set single = function.arguments | rejectattr("repeated") | map(attribute="name") | join(", ") %}
{% if function.arguments[-1].repeated %}
    Dim given As Variant
    given = {{ function.arguments[-1].name }}
    {{ function.name }} = Answer("{{ function.name }}", {{ "Joined(Array(" ~ single ~ "), given)" if single else "given" }})
{% else %}
    {{ function.name }} = Answer("{{ function.name }}", Array({{ single }}))
{% endif %}
End Function
{% endfor %}
