"""A signature becomes the custom function of its rule, and is refused where the rule declares another one."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.decorators import declared_signature, scoring_function
from udf.outcome import BLANK
from xlgen.rules.registry import RULES


@pytest.mark.parametrize("rule", RULES)
def test_signature__is_the_one_that_the_rule_declares(rule: str) -> None:
    parameters = inspect.signature(FUNCTIONS[rule.upper()].call).parameters
    written = {name: parameter.default is OMITTED for name, parameter in parameters.items()}
    assert list(written.items()) == list(declared_signature(RULES[rule]).items())


def test_scoring_function__scores_by_its_rule() -> None:
    @scoring_function
    def RATIO_SCORE(rate: Any, points: Any, over: Any = OMITTED, exact: Any = OMITTED) -> Any:  # noqa: N802
        """Replaced by the rule's help."""

    assert RATIO_SCORE(0.9848, 2) == 1.97
    assert RATIO_SCORE(None, 2) == BLANK
    assert RATIO_SCORE.__doc__ == RULES["ratio_score"].help
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'points'"):
        RATIO_SCORE(0.9848)


def test_scoring_function__with_another_signature_is_refused() -> None:
    def RATIO_SCORE(points: Any, rate: Any, exact: Any = OMITTED) -> Any:  # noqa: N802
        """In another order, and without the argument over."""

    expected = r"RATIO_SCORE has the arguments \(points, rate, exact=OMITTED\), its rule declares \(rate, points, over="
    with pytest.raises(TypeError, match=expected):
        scoring_function(RATIO_SCORE)


def test_scoring_function__without_a_rule_is_refused() -> None:
    def GUESS_SCORE(rate: Any) -> Any:  # noqa: N802
        """Of no rule."""

    with pytest.raises(TypeError, match=r"xlgen\.rules has no rule guess_score"):
        scoring_function(GUESS_SCORE)
