"""The page of evidence: each part is made anew from what was run, the others stay."""

import pytest

from tests.benchmarks.figures import Figure, as_json
from tests.evidence.page import PAGE, list_of_faults, list_of_smoke, table_of_figures, with_part


def test_one_part_is_made_anew_and_the_others_stay() -> None:
    page = "# A\n<!-- one -->\nold\n<!-- /one -->\n<!-- two -->\nstays\n<!-- /two -->\n"
    made = with_part(page, "one", "new\n")
    assert made == "# A\n<!-- one -->\n\nnew\n\n<!-- /one -->\n<!-- two -->\nstays\n<!-- /two -->\n"
    with pytest.raises(ValueError, match="three"):
        with_part(page, "three", "")


def test_the_page_has_every_part() -> None:
    for name in ("acts", "figures", "faults", "smoke"):
        assert with_part(PAGE.read_text("utf-8"), name, "") != ""


def test_figures_stand_beside_their_limits_and_those_without_one_alone() -> None:
    figures = [
        as_json(Figure("a | b", 1234.5, "ms", 617.25, "the disk", "<= 2x")),
        as_json(Figure("c", 0.5, "MB", 0, "", "as it is")),
    ]
    assert table_of_figures(figures).splitlines()[2:] == [
        "| a ∣ b | 1,234 ms | 617 ms (the disk) | 2.00x | <= 2x |",
        "| c | 0.5 MB |  |  | as it is |",
    ]


def test_figures_of_some_benchmarks_take_their_places_among_the_others() -> None:
    figures = [as_json(Figure(what, value, "s", 0, "", "")) for what, value in (("a", 1), ("b", 2), ("c", 3))]
    page = f"<!-- figures -->\n{table_of_figures(figures[:2])}\n<!-- /figures -->"
    newer = [as_json(Figure("a", 7, "s", 0, "", "")), figures[2]]
    assert table_of_figures(newer, page).splitlines()[2:] == [
        "| a | 7 s |  |  |  |",
        "| b | 2 s |  |  |  |",
        "| c | 3 s |  |  |  |",
    ]


def test_of_faults_only_their_lines_are_taken_and_none_at_all_is_an_error() -> None:
    said = "measuring …\nok    network: 3 events\nLOSS  kills: 1 lost\n2 of 3 clean\ndatabase  300:  opening 64"
    assert list_of_faults(said).splitlines() == [
        "* ok network: 3 events",
        "* LOSS kills: 1 lost",
        "* database 300: opening 64",
    ]
    with pytest.raises(ValueError, match="no fault"):
        list_of_faults("nothing was played")


def test_what_became_of_the_packages_is_told_by_the_sentence_of_each_test() -> None:
    report = """<testsuites><testsuite>
    <testcase name="test_the_desk_is_installed" time="61.4"/>
    <testcase name="test_the_hub_runs" time="2.0"><failure message="no"/></testcase>
    <testcase name="test_windows" time="0.0"><skipped message="no Wine"/></testcase>
    </testsuite></testsuites>"""
    assert list_of_smoke(report).splitlines() == [
        "* ok: the desk is installed (61 s)",
        "* FAILED: the hub runs (2 s)",
        "* not tried here: windows (0 s)",
    ]
    with pytest.raises(ValueError, match="no package"):
        list_of_smoke("<testsuites/>")
