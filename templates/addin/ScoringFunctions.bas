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
{% if function.arguments[0].repeated %}
    Dim given As Variant
    given = {{ function.arguments[0].name }}
    {{ function.name }} = Answer("{{ function.name }}", given)
{% else %}
{% for argument in function.arguments if argument.optional %}
    If IsMissing({{ argument.name }}) Then {{ argument.name }} = NOT_GIVEN
{% endfor %}
    {{ function.name }} = Answer("{{ function.name }}", Array({{ function.arguments | map(attribute="name") | join(", ") }}))
{% endif %}
End Function
{% endfor %}
