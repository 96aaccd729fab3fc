"""Long work: its progress, stop, once more, failures in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.factories.desks import OpenDesk, open_desk
from xlgen.desk.jobs import Job, Jobs, JobState, Link, Outcome, Told
from xlgen.errors import UsageError


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = open_desk(tmp_path)
    yield opened
    opened.desk.jobs.stop_all()


def numbers(job: Job) -> Outcome:
    done = list(job.progress(job.executor(abs, list(range(-5, 0)), abs), 5, "数"))
    return Outcome([f"共 {sum(done)}"], [Link("看结果", "/")])


def test_job__is_done_and_told(opened: OpenDesk) -> None:
    job = opened.desk.jobs.start("数数", "", numbers, lambda number: Told("通过", f"第{number}个"))
    opened.desk.jobs.wait()
    assert (job.state, job.done, job.total, job.shown) == (JobState.DONE, 5, 5, 5)
    text = opened.browser.get(f"/jobs/{job.number}").text
    assert "共 15" in text
    assert "第5个" in text
    progress = opened.browser.get(f"/jobs/{job.number}/progress.json?seen=3").json()
    assert [told["who"] for told in progress["told"]] == ["第2个", "第1个"]
    assert progress["ended"] is True


def test_jobs__run_one_at_a_time_in_order() -> None:
    jobs, may_end, order = Jobs(), Event(), list[int]()

    def first(job: Job) -> Outcome:
        may_end.wait(60)
        order.append(1)
        return Outcome()

    def second(job: Job) -> Outcome:
        order.append(2)
        return Outcome()

    one, two = jobs.start("一", "a", first), jobs.start("二", "a", second)
    assert jobs.on("a") is one
    assert two.state is JobState.WAITING
    may_end.set()
    jobs.wait()
    assert order == [1, 2]
    assert jobs.on("a") is None


def test_stop__ends_between_two_results_and_the_same_can_go_on(opened: OpenDesk) -> None:
    recorded, may_stop = set[int](), Event()

    def work(job: Job) -> Outcome:
        left = [number for number in range(6) if number not in recorded]
        for number in job.progress(job.executor(abs, left, abs), len(left), "数"):
            recorded.add(number)
            if number == 2:
                may_stop.set()
                assert job.stop.wait(60)
        return Outcome()

    job = opened.desk.jobs.start("数数", "", work)
    assert may_stop.wait(60)
    opened.browser.post(f"/jobs/{job.number}/stop")
    opened.desk.jobs.wait()
    assert job.state is JobState.STOPPED
    assert recorded == {0, 1, 2}
    more = opened.browser.post(f"/jobs/{job.number}/again")
    opened.desk.jobs.wait()
    assert recorded == set(range(6))
    again = opened.desk.jobs.every()[0]
    assert more.url.path == f"/jobs/{again.number}"
    assert (again.state, again.total) == (JobState.DONE, 3)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (UsageError("没有名单。请补上"), "没有名单。请补上"),
        (OSError(errno.ENOSPC, "", "x.xlsx"), "x.xlsx：读写失败（磁盘已满）"),
        (OSError(errno.EBUSY, "", "下发记录.sqlite"), "下发记录正被另一个程序使用"),
        (ZeroDivisionError("x"), "程序出错（ZeroDivisionError，"),
    ],
)
def test_failure__in_the_words_of_the_command_line(opened: OpenDesk, error: Exception, sentence: str) -> None:
    def work(job: Job) -> Outcome:
        raise error

    job = opened.desk.jobs.start("数数", "", work)
    opened.desk.jobs.wait()
    assert job.state is JobState.FAILED
    text = opened.browser.get(f"/jobs/{job.number}").text
    assert sentence in text
    assert "Traceback" not in text
    assert "接着做" in text


def test_no_such_job__said_in_chinese(opened: OpenDesk) -> None:
    assert opened.browser.get("/jobs/7").status_code == 404
    assert "没有这一页" in opened.browser.get("/jobs/7").text
