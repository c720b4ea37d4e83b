"""The pages of the static site: well-formed, complete, linked, safe, and the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from functools import cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pyoxigraph
import pytest

from kg.ask.catalog import catalog
from kg.ask.graph import Graph
from kg.errors import UsageError
from kg.graph.terms import lexical
from kg.names import BASE, CASE, graph_iri
from kg.publish.release.files import FILES
from kg.publish.site.links import outside, text_link
from kg.publish.site.pages import site_files
from kg.publish.site.terms import MOST_MEMBERS
from tests.publish.built import ROOT, graph, home
from tests.publish.released import folder as released
from tests.publish.released import release
from tests.publish.sites import folder, page, paths, read

LOADING = {"audio", "base", "embed", "form", "frame", "iframe", "img", "input", "object", "picture", "source", "video"}
MARKS = '<script>alert("x")</script><img src=x onerror=alert(1)>&"\''


def test_every_page_is_well_formed() -> None:
    assert {path: page(path).faults for path in paths() if page(path).faults} == {}
    assert all((folder() / path).read_text("utf-8").startswith("<!DOCTYPE html>\n") for path in paths())


def test_no_id_stands_twice_in_a_page() -> None:
    for path in paths():
        found = page(path).values("id")
        assert len(found) == len(set(found)), path


def test_every_page_has_what_readers_of_all_kinds_need() -> None:
    titles = set()
    for path in paths():
        seen = page(path)
        assert seen.all("html") == [{"lang": "en"}], path
        assert len(seen.all("h1")) == 1, path
        assert len(seen.all("main")) == 1, path
        assert seen.tags[[tag for tag, _ in seen.tags].index("body") + 1] == ("a", {"class": "skip", "href": "#_main"})
        assert "_main" in seen.values("id"), path
        assert [one for one in seen.all("meta") if one.get("name") == "viewport"], path
        assert all(one.get("scope") in ("col", "row") for one in seen.all("th")), path
        (title,) = seen.texts["title"]
        titles.add((path.partition("/")[0], title))
    assert len(titles) == len(paths())


def test_headings_leave_out_no_level() -> None:
    for path in paths():
        levels = [int(tag[1]) for tag, _ in page(path).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs() -> None:
    for path in paths():
        seen = page(path)
        assert LOADING.isdisjoint(tag for tag, _ in seen.tags), path
        assert not [name for _, attributes in seen.tags for name in attributes if name.startswith("on")], path
        assert not [name for _, attributes in seen.tags for name in attributes if name in ("style", "src")], path
        assert all(one == {"type": "application/ld+json"} for one in seen.all("script")), path
        assert [one["href"] for one in seen.all("link")] == ["../" * path.count("/") + "style.css"], path
        assert all(urlsplit(address).scheme in ("", "http", "https") for address in seen.values("href")), path
    style = (folder() / "style.css").read_text("utf-8")
    assert not re.search(r"@import|url\(|expression|https?:", style)


def test_every_link_inside_the_site_leads_somewhere() -> None:
    anchors = {path: set(page(path).values("id")) for path in paths()}
    broken = []
    for path in paths():
        for address in set(page(path).values("href")):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (folder() / path).parent / unquote(parts.path) if parts.path else folder() / path
            name = target.resolve().relative_to(folder().resolve()).as_posix()
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors[name]):
                broken.append((path, address))
    assert broken == []


def test_every_page_can_be_reached_from_the_first_one() -> None:
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        for address in page(path).values("href"):
            parts = urlsplit(address)
            if not parts.scheme and parts.path.endswith(".html"):
                target = ((folder() / path).parent / parts.path).resolve()
                name = target.relative_to(folder().resolve()).as_posix()
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
    assert seen == set(paths())


def test_descriptions_for_search_engines_can_be_read() -> None:
    kinds: Counter[str] = Counter()
    for path in paths():
        texts = page(path).texts.get("script", [])
        if texts:
            data = json.loads(texts[0])
            assert data["@context"] == "https://schema.org", path
            kinds[data["@type"]] += 1
    material = release().material
    assert kinds["ScholarlyArticle"] == len({s for s, _, _ in material.reports})
    assert kinds["Dataset"] == len(material.cases) + 2
    assert kinds["SoftwareSourceCode"] == len(catalog(str(ROOT / "queries")))
    assert kinds["DefinedTerm"] == len([one for one in paths() if one.startswith(("class/", "property/"))])
    article = json.loads(page("report/cheng-wang-2025.html").texts["script"][0])
    assert [author["name"] for author in article["author"]] == ["Cheng C", "Wang T"]
    assert article["sameAs"] == ["https://doi.org/10.3389/fonc.2025.1709244"]


def test_no_author_is_called_et_al() -> None:
    for path in paths():
        if path.startswith("report/"):
            article = json.loads(page(path).texts["script"][0])
            assert article["author"], path
            assert not [one for one in article["author"] if "et al" in one["name"]], path


def test_a_case_page_shows_all_three_answers_by_more_than_color() -> None:
    text = (folder() / "case" / "cheng-2025.html").read_text("utf-8")
    for answer, mark, word in (("yes", "✓", "yes"), ("no", "✗", "no"), ("unknown", "?", "cannot tell")):
        assert f'<span class="verdict {answer}"><span aria-hidden="true">{mark}</span> {word}</span>' in text
    style = (folder() / "style.css").read_text("utf-8")
    borders = re.findall(r"^\.verdict\.\w+ \{[^}]*border-style: (\w+)", style, re.MULTILINE)
    assert len(borders) == len(set(borders)) == 3


def test_a_case_page_tells_what_the_case_says() -> None:
    seen = page("case/cheng-2025.html")
    text = seen.text()
    for words in ("scalp nodule", "solitary metastasis", "locally untreated metastasis", "Ki-67", "45 years"):
        assert words in text
    assert any(link.startswith("https://doi.org/10.3389/fonc.2025.1709244#:~:text=") for link in seen.values("href"))


def test_every_part_of_a_case_has_an_anchor() -> None:
    for case in release().material.cases:
        ids = set(page(f"case/{case.id}.html").values("id"))
        parts = {lexical(s).partition("#")[2] for s, _, _ in (*case.asserted, *case.inferred)} - {""}
        assert parts <= ids, case.id


def test_a_question_page_gives_the_answer_at_its_defaults() -> None:
    answer = graph().ask("solitary-metastasis", verdict="all")
    seen = page("query/solitary-metastasis.html")
    badges = (folder() / "query" / "solitary-metastasis.html").read_text("utf-8")
    for verdict, word in (("yes", "yes"), ("no", "no"), ("unknown", "cannot tell")):
        assert f"{word} {answer.counts[verdict]}</span>" in badges
    assert badges.count("<tr>") == len(answer.rows) + 1
    assert "case/cheng-2025.html#scalp-nodule" in " ".join(seen.values("href"))
    query = (ROOT / "queries" / "metastasis" / "solitary-metastasis.rq").read_text("utf-8")
    assert (folder() / "query" / "solitary-metastasis.rq").read_text("utf-8") == query
    assert seen.texts["code"][-2] == query.strip()


def test_a_class_page_tells_axioms_mappings_and_members() -> None:
    seen = page("class/LuminalALikeProfile.html")
    links = seen.values("href")
    assert "../class/NotLuminalALikeProfile.html" in links
    assert "https://doi.org/10.1093/annonc/mdt303" in links
    text = (folder() / "class" / "LuminalALikeProfile.html").read_text("utf-8")
    assert ">has result</a><b> some </b><a" in text
    scalp = page("class/FrontalScalp.html")
    assert "http://purl.obolibrary.org/obo/UBERON_0000403" in scalp.values("href")
    assert "../case/cheng-2025.html#scalp-nodule-site" in scalp.values("href")


def test_a_large_class_shows_counts_instead_of_members() -> None:
    seen = page("class/Evidence.html")
    assert not [link for link in seen.values("href") if "/case/" in link and "#" in link]
    assert [link for link in seen.values("href") if link == "../case/cheng-2025.html"]
    assert MOST_MEMBERS < 355


def test_the_downloads_page_tells_sizes_and_digests() -> None:
    text = page("downloads.html").text()
    for file in FILES:
        content = (folder() / "release" / file.name).read_bytes()
        assert f"{len(content):,}" in text
        assert hashlib.sha256(content).hexdigest() in text


def test_the_release_inside_the_site_is_the_release() -> None:
    for path in released().rglob("*"):
        if path.is_file() and path.name != "SHA256SUMS":
            assert (folder() / "release" / path.relative_to(released())).read_bytes() == path.read_bytes()


def test_the_same_graph_gives_the_same_bytes_and_only_an_address_gives_rules() -> None:
    again = {file.name: file.write(release()) for file in site_files(graph(), str(ROOT))}
    written = {
        path.relative_to(folder()).as_posix(): path.read_bytes() for path in folder().rglob("*") if path.is_file()
    }
    of_the_address = {"w3id/.htaccess", "w3id/README.md"}
    assert written.keys() - again.keys() == {*of_the_address, "SHA256SUMS"}
    changed = {name for name in again if again[name] != written[name]}
    assert changed == {"index.html", "downloads.html"}
    assert b"https://example.org" not in b"".join(again.values())
    assert len(written) == len({name.casefold() for name in written})


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://example.org/", "https://example.org/$1", "https://example.org/a b", "https://e.org/?q#x",
     "https://example.org/%{ENV:X}", "https://example.org/\nRewriteRule"],
)  # fmt: skip
def test_an_address_that_could_change_the_rules_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address for a site"):
        list(site_files(graph(), str(ROOT), address))


@cache
def marked() -> dict[str, str]:
    """The pages of a graph in which every text of every case and report holds markup."""
    place = home() / "marked"
    shutil.copytree(graph().folder or "", place)
    store = pyoxigraph.Store(str(place / "store"))
    for quad in list(store):
        name = quad.graph_name.value if isinstance(quad.graph_name, pyoxigraph.NamedNode) else ""
        value = quad.object
        if not name.startswith(CASE) and name not in (graph_iri("reports"), graph_iri("inferred")):
            continue
        if isinstance(value, pyoxigraph.Literal) and (value.language or value.datatype.value.endswith("#string")):
            other = pyoxigraph.Literal(value.value + MARKS, language=value.language)
            store.remove(quad)
            store.add(pyoxigraph.Quad(quad.subject, quad.predicate, other, quad.graph_name))
    store.flush()
    del store
    with Graph(str(place), queries=str(ROOT / "queries")) as other_graph:
        files = list(site_files(other_graph, str(ROOT)))
    return {file.name: file.write(release()).decode() for file in files if file.name.endswith(".html")}


def test_markup_in_any_text_is_shown_as_text() -> None:
    shown = 0
    for path, text in marked().items():
        seen, before = read(text), page(path)
        assert seen.faults == [], path
        after, tags = (Counter(tag for tag, _ in one.tags) for one in (seen, before))
        if path.startswith("query/"):  # a query that looks for a text has fewer rows
            assert after.keys() <= tags.keys(), path
            assert after["script"] == tags["script"] <= 1, path
        else:
            assert after == tags, path
        assert {name for _, more in seen.tags for name in more} <= {name for _, more in before.tags for name in more}
        assert all(urlsplit(address).scheme in ("", "http", "https") for address in seen.values("href")), path
        for data in seen.texts.get("script", []):
            assert json.loads(data)["@context"] == "https://schema.org"
        shown += seen.text().count("alert(1)")
    assert shown > 3000


def test_only_addresses_of_the_web_become_links() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", " https://example.org", "//example.org", "", None):
        assert outside("text", address).url is None
        assert text_link(address, "text", "first words", None).url is None
    assert outside("text", BASE).url == BASE
