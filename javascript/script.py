"""functions.js and functions.json: the custom functions for hosts that run JavaScript, made from Python.

The rules, the checking of arguments and the other functions are translated from their source; what is declared of rules
becomes a table. What is written by hand stands beside: what the translation stands on (`runtime.js`), calls
(`answers.js`), hosts (`hosts.js`). `make functions` writes both files.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from javascript.collecting import Collection
from javascript.expressions import NotTranslatableError
from javascript.statements import expression
from udf import functions as udf_functions
from udf.catalogue import FUNCTIONS, CustomFunction
from udf.rule_score import rule_score
from xlgen import __version__
from xlgen.files.atomic import save
from xlgen.files.render import render_template
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS, FUNCTIONS_JSON, NAMESPACE, UNKNOWN, digest_of
from xlgen.rules.registry import RULES
from xlgen.rules.rule import Cells, Rule

GUIDE_HEADINGS = ("函数", "用途", "参数", "例子", "例子里的单元格", "结果")
HERE = Path(__file__).parent
_DEFINED = re.compile(r"^(?:function|const|class) (\w+)", re.MULTILINE)
_NEEDS = re.compile(r"^// needs: (.*)\n", re.MULTILINE)


def functions_js() -> str:
    """The script, the same text every time. Raises NotTranslatableError where Python has no translation."""
    runtime, answers, hosts = (_read(f"{name}.js") for name in ("runtime", "answers", "hosts"))
    collection = Collection(_DEFINED.findall(runtime))
    for needed in " ".join(_NEEDS.findall(runtime)).split():
        module, _, name = needed.rpartition(".")
        collection.add(name, getattr(importlib.import_module(module), name))
    collection.add(rule_score.__name__, rule_score)
    entries = [_entry(collection, function) for function in FUNCTIONS.values()]
    if twice := collection.names & set(_DEFINED.findall(answers)):
        raise NotTranslatableError(f"answers.js defines what Python has, too: {', '.join(sorted(twice))}")
    table = f"const FUNCTIONS = {{\n{''.join(entries)}}};\n"
    inner = "\n".join([_NEEDS.sub("", runtime), "// Translated from Python.\n", collection.text(), table, answers])
    script = render_template(
        "functions.js.jinja",
        folder=HERE,
        version=__version__,
        namespace=NAMESPACE,
        inner=inner,
        public="\n".join(map(_public, FUNCTIONS.values())),
        hosts=hosts.replace(
            "ONLYOFFICE\n", "\n  ".join(f"Api.AddCustomFunction(in_rows({name}));" for name in FUNCTIONS) + "\n"
        ),
        digest=UNKNOWN,
    )
    return script.replace(UNKNOWN, digest_of(script))


def functions_json() -> str:
    """What is known of each function: help, arguments and example; and all of it as a table for people."""
    described = [_described(function) for function in FUNCTIONS.values()]
    guide = [list(GUIDE_HEADINGS), *map(_guide_row, FUNCTIONS.values())]
    return json.dumps({"functions": described, "guide": guide}, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write both files."""
    save(FUNCTIONS_JS, functions_js().encode("utf-8"))
    save(FUNCTIONS_JSON, functions_json().encode("utf-8"))


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _entry(collection: Collection, function: CustomFunction) -> str:
    """A function in the table: its rule, or what computes it and how many arguments it takes."""
    rule = RULES.get(function.name.lower())
    if rule is not None:
        return f"  {function.name}: {_rule(collection, rule)},\n"
    collection.add(function.name, getattr(udf_functions, function.name))
    least = sum(not argument.optional and not argument.repeated for argument in function.arguments)
    most = "Infinity" if function.arguments[-1].repeated else len(function.arguments)
    return f"  {function.name}: {{ least: {least}, most: {most}, call: {function.name} }},\n"


def _rule(collection: Collection, rule: Rule) -> str:
    """What is declared of a rule, as far as a call needs it."""
    collection.add(rule.name, rule.function)
    arguments = "".join(f"    {collection.value(argument)},\n" for argument in rule.call)
    declared: dict[str, Any] = {
        "arguments": list(rule.arguments),
        "lists": [argument.source for argument in rule.call if argument.part is None and rule.several(argument.source)],
        "defaults": rule.defaults,
        "chosen": rule.chosen,
        "paired": rule.paired,
        "not_above": rule.not_above,
        "within": rule.within,
    }
    fields = [f"{name}: {collection.value(value)}" for name, value in declared.items() if value]
    if rule.rising is not None:
        rising = ", ".join(f"{name}: {collection.value(value)}" for name, value in rule.rising._asdict().items())
        fields.append(f"rising: {{ {rising} }}")
    if rule.full_marks is not None:
        fields.append(f"full_marks: {_full_marks(collection, rule)}")
    return f"new Rule({rule.name}, [\n{arguments}  ], {{ {', '.join(fields)} }})"


def _full_marks(collection: Collection, rule: Rule) -> str:
    """The lambda that a rule is declared with."""
    file = Path(inspect.getfile(rule.function))
    calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    found = expression(next(_keyword(call, rule.name) for call in calls if _declares(call, rule.name)), file)
    collection.needs(found, importlib.import_module(rule.function.__module__))
    return found.text


def _declares(call: ast.Call, rule: str) -> bool:
    return ast.unparse(call.func) == Rule.__name__ and ast.unparse(call.args[0]) == rule


def _keyword(call: ast.Call, rule: str) -> ast.expr:
    return next(keyword.value for keyword in call.keywords if keyword.arg == "full_marks")


def _public(function: CustomFunction) -> str:
    """A function as hosts find it, with the JSDoc that their scanners read."""
    names = [f"...{argument.name}" if argument.repeated else argument.name for argument in function.arguments]
    lines = [function.help, "@customfunction", *_parameters(function), "@returns {any[][]} 结果"]
    comment = "".join(f" * {line}\n" for line in lines)
    call = f'{{ return hosted("{function.name}", arguments); }}'
    return f"/**\n{comment} */\nfunction {function.name}({', '.join(names)}) {call}\n"


def _parameters(function: CustomFunction) -> Iterator[str]:
    for argument in function.arguments:
        omissible = argument.optional or argument.repeated
        yield f"@param {{any[][]}} {f'[{argument.name}]' if omissible else argument.name} {argument.help}"


def _described(function: CustomFunction) -> dict[str, Any]:
    arguments = [vars(argument) for argument in function.arguments]
    example = function.example
    shown = {
        "formula": example.formula,
        "ranges": {a: list(c) for a, c in example.ranges.items()},
        "result": example.result,
        "args": [_passed(written, example.ranges) for written in _written_arguments(example.formula)],
    }
    return {"name": function.name, "help": function.help, "arguments": arguments, "example": shown}


def _guide_row(function: CustomFunction) -> list[str]:
    called, example = f"{NAMESPACE}.{function.name}", function.example
    arguments = "\n".join(
        f"{number}. {argument.name}：{argument.help}" + ("；可以写多个" if argument.repeated else "")
        for number, argument in enumerate(function.arguments, start=1)
    )
    formula = example.formula.replace(f"{function.name}(", f"{called}(")
    contents = "\n".join(f"{area}：{'、'.join(map(_shown, cells))}" for area, cells in example.ranges.items())
    return [called, function.help, arguments, formula, contents, _shown(example.result)]


def _shown(value: float | str | list[list[float | str]]) -> str:
    if isinstance(value, list):
        return "、".join(_shown(cell) for row in value for cell in row)
    return value if isinstance(value, str) else f"{value:.10g}"


def _written_arguments(formula: str) -> list[str]:
    return formula.removesuffix(")").split("(")[1].split(",")


def _passed(written: str, ranges: Mapping[str, Cells]) -> Any:
    """What an argument of a formula passes: rows of cells, or a constant."""
    if written in ranges:
        return [[cell] for cell in ranges[written]]  # a column: the functions ask for no shape
    if written.startswith('"'):
        return written.strip('"')
    return float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)


if __name__ == "__main__":
    main()
