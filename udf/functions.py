"""The custom functions, one for each rule, with the words that Excel shows for them.

They only make the arguments what the rule takes and round its score; how points are given stands in
`xlgen.rules`. What may be omitted is what has an official default there.
"""

from __future__ import annotations

from typing import Annotated, Any

from udf.arguments import (
    ANY,
    BOUND,
    MIN_NUMBER,
    NOT_NEGATIVE,
    OMITTED,
    POSITIVE,
    PROGRESS,
    RATE,
    SHARE,
    SIGNED_RATE,
    Limits,
    answers,
    cells,
    is_blank,
    names,
    no_error,
    number,
    numbers,
    one_of,
    same_count,
    text,
)
from udf.by_rule import allowed_limits, choice, is_exact, optional, rising, score_by, with_defaults
from udf.outcome import BLANK, DIVISION, VALUE, ExcelError, NotFilledInError, custom_function
from udf.scales import bands, tiers
from xlgen.rules.calls import DIRECTIONS, OVER
from xlgen.rules.grading import DEFAULT_GRADES, grade_of
from xlgen.rules.rounding import SCORE_PLACES, excel_round

WHOLE_TOTAL = Limits(0, 100)


def _help(doc: str) -> dict[str, object]:
    return {"doc": doc, "err_to_str": True}  # without err_to_str, xlwings hands an error value over as a blank


Rate = Annotated[Any, _help("比率，一个单元格，如92.99%；不能小于0")]
SignedRate = Annotated[Any, _help("比率，一个单元格，如92.99%；可以是负数")]
Points = Annotated[Any, _help("满分是多少分")]
Progress = Annotated[Any, _help("各季度末的累计支出进度，按季度先后，一行或一列，如B2:E2")]
Pace = Annotated[Any, _help("可省略：各季度末的序时进度，一行或一列；省略时为25%、50%、75%、100%")]
QuarterPoints = Annotated[Any, _help("可省略：每个季度的分值；省略时为1分")]
AveragePoints = Annotated[Any, _help("可省略：四个季度平均执行率的分值；省略时为2分")]
Bounds = Annotated[
    Any,
    _help(
        "各档的界限，一行或一列，每格写成“≥90%”“＜5%”的样子，最后一格写“其余”；从第一档起依次对照，≥、＞从大到小写，≤、＜从小到大写"
    ),
]
TierScores = Annotated[Any, _help("各档的得分，一行或一列，与界限一一对应")]
Over = Annotated[Any, _help("可省略：比率超过100%时得“满分”还是“零分”；省略时得满分")]
Free = Annotated[Any, _help("不扣分的比率，如10%；从它算起，超出（或不足）的部分才扣分")]
StepSize = Annotated[Any, _help("一档有多大，如1%；不满一档的不扣")]
StepLoss = Annotated[Any, _help("每满一档扣多少分")]
Direction = Annotated[Any, _help("可省略：比率“高于”还是“低于”不扣分的比率时扣分；省略时为高于")]
Counts = Annotated[Any, _help("各类情形发生的次数（酌情扣分的填应扣的分数），一行或一列；没有发生的填0")]
Losses = Annotated[Any, _help("各类情形每次扣多少分，一行或一列，与次数一一对应；酌情扣分的填1")]
Missed = Annotated[Any, _help("没有办的有几项")]
Due = Annotated[Any, _help("应当办的有几项")]
Size = Annotated[Any, _help("分界的项数：应办的超过它，按超过的扣分标准；正好等于它的，按不超过的扣分标准")]
LossAbove = Annotated[Any, _help("应办的超过分界时，每缺1项扣多少分")]
LossWithin = Annotated[Any, _help("应办的不超过分界时，每缺1项扣多少分")]
Answers = Annotated[Any, _help("各项标准是否符合，一行或一列，每格填“是”或“否”（√、×，TRUE、FALSE也可以）")]
Worths = Annotated[Any, _help("各项标准的分值，一行或一列，与是否符合一一对应")]
Answer = Annotated[Any, _help("所选的一项，一个单元格，文字须与选项之一相同")]
Options = Annotated[Any, _help("全部选项，一行或一列")]
OptionScores = Annotated[Any, _help("各选项的得分，一行或一列，与选项一一对应")]
PassAt = Annotated[Any, _help("可省略：完成率低于它不得分；省略时为60%")]
FullAt = Annotated[Any, _help("可省略：完成率达到它得满分；省略时为100%")]
ExcessAbove = Annotated[Any, _help("可省略：完成率超过它算明显偏高；省略时为150%")]
ExcessShare = Annotated[Any, _help("可省略：明显偏高的得满分的百分之几；省略时为50%")]
Grades = Annotated[Any, _help("各评价要点的档次，一行或一列，如达成、部分达成、未达成")]
Shares = Annotated[
    Any, _help("各评价要点在档次之内的比例，一行或一列，与档次一一对应；空着或填0的按该档上限，下限为0的一档必须填")
]
BandNames = Annotated[Any, _help("全部档次的名称，一行或一列")]
BandLeast = Annotated[Any, _help("各档比例的下限，一行或一列，与名称一一对应，如80%")]
BandMost = Annotated[Any, _help("各档比例的上限，一行或一列，与名称一一对应，如100%")]
Total = Annotated[Any, _help("总分，一个单元格；不给分数线时为0至100")]
GradeNames = Annotated[Any, _help("可省略：各等次的名称，一行或一列；省略时为优、良、中、差。须与分数线一同给出")]
CutOffs = Annotated[
    Any, _help("可省略：各等次的分数线，一行或一列，与名称一一对应，最低一等写0；省略时为90、80、60、0")
]
Actual = Annotated[Any, _help("实际支出数，一个单元格")]
Budget = Annotated[Any, _help("预算数（按表格规定的口径），一个单元格，与支出数同一金额单位")]
Done = Annotated[Any, _help("完成（办结、达标）的数量，一个单元格")]
Planned = Annotated[Any, _help("计划（应当办结、应当达标）的数量，一个单元格")]
ThisYear = Annotated[Any, _help("本年数，一个单元格")]
LastYear = Annotated[Any, _help("上年数（或变动前的数），一个单元格，与本年数同一金额单位")]
IfZero = Annotated[Any, _help("可省略：除数是0时的结果，按表格的规定填写，如100%；省略时显示#DIV/0!")]
Stacked = Annotated[Any, _help("一个单元格，或一行、一列单元格；空着的保留为空")]
Exact = Annotated[
    Any,
    _help("可省略：TRUE表示不四舍五入到分，比率再大也照算，评分表里的公式这样用；省略时为FALSE，结果保留两位小数"),
]


@custom_function
def QUARTER_EXEC_SCORE(
    progress: Progress,
    pace: Pace = OMITTED,
    quarter_points: QuarterPoints = OMITTED,
    average_points: AveragePoints = OMITTED,
    exact: Exact = OMITTED,
) -> Any:
    """季度预算执行率得分：各季末累计支出进度÷序时进度为该季执行率。每季按执行率得分，封顶为每季分值；四季执行率的平均数（100%封顶）再得平均分值。只给进度时按深圳表计算，满分6分。"""
    return score_by(
        "quarter_exec_score",
        exact,
        {"progress": numbers(progress, "累计支出进度", allowed_limits(PROGRESS, exact))},
        pace=OMITTED if pace is OMITTED else rising(numbers(pace, "序时进度", BOUND), "序时进度", exact),
        quarter_points=optional(quarter_points, "每季分值", POSITIVE),
        average_points=optional(average_points, "平均分值", POSITIVE),
    )


@custom_function
def TIER_SCORE(rate: SignedRate, bounds: Bounds, scores: TierScores, exact: Exact = OMITTED) -> Any:
    """分档得分：从第一档起依次对照界限，比率落在哪一档就得哪一档的分。"""
    scale = tiers(bounds, scores, ordered=not is_exact(exact))
    given = {"rate": number(rate, "比率", allowed_limits(SIGNED_RATE, exact))}
    return score_by("tier_score", exact, given, points=max(tier.score for tier in scale), tiers=scale)


@custom_function
def RATIO_SCORE(rate: Rate, points: Points, over: Over = OMITTED, exact: Exact = OMITTED) -> Any:
    """按比率得分：比率×满分。超过100%的得满分，表格规定得0分的，第三个参数写“零分”。"""
    return score_by(
        "ratio_score",
        exact,
        {"rate": number(rate, "比率", allowed_limits(PROGRESS, exact))},
        points=number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE)),
        over=choice(over, "超过100%时", OVER),
    )


@custom_function
def INVERSE_RATIO_SCORE(rate: Rate, points: Points, exact: Exact = OMITTED) -> Any:
    """按比率反向得分：（1－比率）×满分，扣完为止。"""
    given = {"rate": number(rate, "比率", allowed_limits(RATE, exact))}
    return score_by(
        "inverse_ratio_score",
        exact,
        given,
        points=number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE)),
    )


@custom_function
def STEP_DEDUCT_SCORE(
    rate: SignedRate,
    points: Points,
    free: Free,
    step_size: StepSize,
    step_loss: StepLoss,
    direction: Direction = OMITTED,
    exact: Exact = OMITTED,
) -> Any:
    """逐档扣分：比率超出（或不足）的部分每满一档扣若干分，不满一档的不扣，扣完为止。"""
    return score_by(
        "step_deduct_score",
        exact,
        {"rate": number(rate, "比率", allowed_limits(SIGNED_RATE, exact))},
        points=number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE)),
        free=number(free, "不扣分的比率", allowed_limits(RATE, exact)),
        step=number(step_size, "一档", BOUND),
        each=number(step_loss, "每档扣分", POSITIVE),
        direction=choice(direction, "方向", DIRECTIONS),
    )


@custom_function
def DEDUCT_SCORE(counts: Counts, points: Points, losses: Losses, exact: Exact = OMITTED) -> Any:
    """逐次扣分：满分减去各类情形的次数×每次扣分，扣完为止。"""
    return score_by(
        "deduct_score",
        exact,
        {"counts": numbers(counts, "次数", allowed_limits(NOT_NEGATIVE, exact))},
        points=number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE)),
        each=numbers(losses, "每次扣分", POSITIVE),
    )


@custom_function
def SIZED_DEDUCT_SCORE(
    missed: Missed,
    due: Due,
    points: Points,
    size: Size,
    loss_above: LossAbove,
    loss_within: LossWithin,
    exact: Exact = OMITTED,
) -> Any:
    """按规模扣分：每缺1项扣多少分，要看应办的项数是否超过分界；扣完为止。"""
    given = {"missed": number(missed, "没有办的项数", NOT_NEGATIVE), "due": number(due, "应办的项数", NOT_NEGATIVE)}
    if given["missed"] > given["due"] and not is_exact(exact):
        raise ExcelError(VALUE, "没有办的项数大于应办的项数")
    return score_by(
        "sized_deduct_score",
        exact,
        given,
        points=number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE)),
        size=number(size, "分界的项数", POSITIVE),
        each_above=number(loss_above, "超过分界的扣分", POSITIVE),
        each_within=number(loss_within, "不超过分界的扣分", POSITIVE),
    )


@custom_function
def CRITERIA_SCORE(answers_given: Answers, worths: Worths, exact: Exact = OMITTED) -> Any:
    """逐项达标得分：符合（是）的各得其分，不符合（否）的不得分。"""
    each = numbers(worths, "分值", NOT_NEGATIVE)
    return score_by(
        "criteria_score", exact, {"answers": answers(answers_given, "是否符合")}, points=sum(each), each=each
    )


@custom_function
def CHOICE_SCORE(chosen: Answer, options: Options, scores: OptionScores, exact: Exact = OMITTED) -> Any:
    """选项得分：选哪一项，得哪一项的分。不在选项之中的显示#N/A。"""
    known, given = names(options, "选项"), numbers(scores, "得分", NOT_NEGATIVE)
    same_count("选项", known, "得分", given)
    option = one_of(text(chosen, "所选的一项"), known, "所选的一项")
    return score_by(
        "choice_score", exact, {"answer": option}, points=max(given), scores=dict(zip(known, given, strict=True))
    )


@custom_function
def COMPLETION_SCORE(
    completion: Rate,
    points: Points,
    pass_at: PassAt = OMITTED,
    full_at: FullAt = OMITTED,
    excess_above: ExcessAbove = OMITTED,
    excess_share: ExcessShare = OMITTED,
    exact: Exact = OMITTED,
) -> Any:
    """目标完成率得分：低于60%不得分，60%至100%按比例，100%至150%满分，超过150%得一半。四个界限都可以另给。"""
    limits = {
        "pass_at": optional(pass_at, "得分的界限", BOUND),
        "full_at": optional(full_at, "满分的界限", BOUND),
        "excess_above": optional(excess_above, "偏高的界限", BOUND),
    }
    rising(with_defaults("completion_score", limits), "得分、满分、偏高的界限", exact)
    return score_by(
        "completion_score",
        exact,
        {"completion": number(completion, "完成率", allowed_limits(RATE, exact))},
        points=number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE)),
        **limits,
        excess_share=optional(excess_share, "偏高的得分比例", SHARE),
    )


@custom_function
def BAND_SCORE(
    grades: Grades,
    shares: Shares,
    points: Points,
    band_names: BandNames,
    band_least: BandLeast,
    band_most: BandMost,
    exact: Exact = OMITTED,
) -> Any:
    """分档按比例得分：各评价要点平均分配满分，按各自档次之内的比例得分。比例不在档次之内的显示#VALUE!。"""
    known = bands(band_names, band_least, band_most)
    chosen = [one_of(text(grade, "档次"), list(known), "档次") for grade in cells(grades)]
    reached = []
    given = cells(shares)
    if not chosen:
        raise NotFilledInError
    same_count("档次", chosen, "比例", given)
    for name, cell in zip(chosen, given, strict=True):
        band, blank = known[name], is_blank(cell)
        if blank and band.least == 0:
            raise NotFilledInError
        share = 0.0 if blank else number(cell, "比例", SHARE)
        if share and not band.least <= share <= band.most:
            raise ExcelError(
                VALUE, f"比例{share * 100:.6g}%不在“{name}”的{band.least * 100:g}%至{band.most * 100:g}%之内"
            )
        reached.append(share)
    full = number(points, "满分", allowed_limits(POSITIVE, exact, NOT_NEGATIVE))
    return score_by("band_score", exact, {"grades": chosen, "shares": reached}, points=full, bands=known)


@custom_function
def GRADE(total: Total, grade_names: GradeNames = OMITTED, cut_offs: CutOffs = OMITTED) -> Any:
    """等次：总分达到哪个等次的分数线就是哪个等次，正好在线上的算高的一等。只给总分时：90分优，80分良，60分中，其余差。"""
    if grade_names is OMITTED and cut_offs is OMITTED:
        return grade_of(excel_round(number(total, "总分", WHOLE_TOTAL), SCORE_PLACES), DEFAULT_GRADES)
    if grade_names is OMITTED or cut_offs is OMITTED:
        raise ExcelError(VALUE, "等次的名称和分数线须一同给出")
    known, bounds = names(grade_names, "等次"), numbers(cut_offs, "分数线", NOT_NEGATIVE)
    same_count("等次", known, "分数线", bounds)
    if len(set(bounds)) < len(bounds):
        raise ExcelError(VALUE, "分数线不能重复")
    reached = excel_round(number(total, "总分", NOT_NEGATIVE), SCORE_PLACES)
    return grade_of(reached, dict(zip(known, bounds, strict=True)))


@custom_function
def EXEC_RATE(actual: Actual, budget: Budget, if_zero: IfZero = OMITTED) -> Any:
    """预算执行率：实际支出数÷预算数，结果是比率（单元格请设为百分比格式）。"""
    spent = number(actual, "实际支出数", NOT_NEGATIVE)
    return _rate(spent, number(budget, "预算数", NOT_NEGATIVE), "预算数", if_zero)


@custom_function
def COMPLETION_RATE(done: Done, planned: Planned, if_zero: IfZero = OMITTED) -> Any:
    """完成率：完成数÷计划数，办结率、及时率、利用率、覆盖率也这样算；结果是比率（单元格请设为百分比格式）。"""
    finished = number(done, "完成数", NOT_NEGATIVE)
    return _rate(finished, number(planned, "计划数", NOT_NEGATIVE), "计划数", if_zero)


@custom_function
def CHANGE_RATE(this_year: ThisYear, last_year: LastYear, if_zero: IfZero = OMITTED) -> Any:
    """变动率：（本年数－上年数）÷上年数，减少的是负数；结果是比率（单元格请设为百分比格式）。"""
    now, before = number(this_year, "本年数", ANY), number(last_year, "上年数", ANY)
    return _rate(now - before, before, "上年数", if_zero)


@custom_function
def STACK(*values: Stacked) -> Any:
    """把不相邻的单元格排成一列，供要求“一行或一列”的参数使用，如DEDUCT_SCORE的次数。"""
    given = [cell for value in values for cell in cells(value)]
    for cell in given:
        no_error(cell, "所排的单元格")
    return [[BLANK if is_blank(cell) else cell] for cell in given]


def _rate(part: float, whole: float, label: str, if_zero: Any) -> float:
    otherwise = optional(if_zero, "除数是0时的结果", ANY)
    if abs(whole) >= MIN_NUMBER:
        return part / whole
    if otherwise is OMITTED:
        raise ExcelError(DIVISION, f"{label}是0，无法计算")
    return float(otherwise)
