"""Every IRI of the graph leads to a page with its anchor and to RDF about it: by the rewrite rules, and by Apache."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag

import pyoxigraph
import pytest
import rdflib
import rdflib.compare

from kg.graph.terms import lexical
from kg.names import BASE, CASE, QUERY, REPORT, graph_iri, mbc, module_iri, version_iri
from kg.publish.site.rdf_files import FORMATS
from kg.publish.site.rewrite import GRAPH_FILES
from tests.publish.built import graph
from tests.publish.sites import BASE_URL, folder, page, redirected, rules

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
READERS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "owl": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "trig": pyoxigraph.RdfFormat.TRIG,
}


@cache
def every_rule() -> tuple[object, ...]:
    return tuple(rules((folder() / "w3id" / ".htaccess").read_text("utf-8")))


def sent(iri: str, accept: str) -> str | None:
    """Where a client that asks for an IRI ends up, below the top of the site, with the fragment it keeps."""
    document, fragment = urldefrag(iri)
    target = redirected(list(every_rule()), document.removeprefix(BASE), accept)  # type: ignore[arg-type]
    if target is None:
        return None
    assert target.startswith(BASE_URL)
    # A browser keeps the fragment it was given unless the new address has one.
    return target.removeprefix(BASE_URL) + (f"#{fragment}" if fragment and "#" not in target else "")


@cache
def subjects(name: str) -> frozenset[str]:
    """The subjects of an RDF file of the site."""
    content = (folder() / name).read_bytes()
    quads = pyoxigraph.parse(content, format=READERS[name.rpartition(".")[2]], base_iri=BASE_URL + name)
    return frozenset(one.subject.value for one in quads if isinstance(one.subject, pyoxigraph.NamedNode))


@cache
def iris() -> tuple[str, ...]:
    """Every subject of the graph that is ours."""
    rows = graph().engine.run("SELECT DISTINCT ?s WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s)) }").rows
    return tuple(sorted(lexical(s) for (s,) in rows if s and s.startswith(f"<{BASE}")))


def test_the_graph_has_iris_of_every_kind() -> None:
    for start in (CASE, QUERY, REPORT, mbc("Scalp"), module_iri("site"), BASE + "dataset"):
        assert [one for one in iris() if one.startswith(start)], start
    assert len(iris()) > 2500


def test_every_iri_leads_to_a_page_with_its_anchor() -> None:
    lost = []
    for iri in iris():
        path, _, fragment = (sent(iri, BROWSER) or "").partition("#")
        if not (folder() / path).is_file() or (fragment and fragment not in ids(path)):
            lost.append((iri, path, fragment))
    assert lost == []


@cache
def ids(path: str) -> frozenset[str]:
    return frozenset(page(path).values("id"))


@pytest.mark.parametrize("ending", FORMATS)
def test_every_iri_leads_to_rdf_about_it_in_every_format(ending: str) -> None:
    lost = []
    for iri in iris():
        path = urldefrag(sent(iri, FORMATS[ending]) or "").url
        if not (folder() / path).is_file() or iri not in subjects(path):
            lost.append((iri, path))
    assert lost == []


def test_the_three_formats_of_a_thing_say_the_same() -> None:
    for stem in ("case/cheng-2025", "report/cheng-wang-2025", "query/solitary-metastasis", "ontology/module/tumor"):
        graphs = {}
        for ending, kind in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")):
            read = rdflib.Graph().parse(folder() / f"{stem}.{ending}", format=kind, publicID=BASE_URL)
            graphs[ending] = rdflib.compare.to_canonical_graph(read)
        assert set(graphs["ttl"]) == set(graphs["rdf"]) == set(graphs["jsonld"]), stem
        assert len(graphs["ttl"]) > 5


def test_the_ontology_in_json_ld_is_the_ontology() -> None:
    sizes = {
        name: len(list(pyoxigraph.parse((folder() / name).read_bytes(), format=READERS[name.rpartition(".")[2]])))
        for name in ("ontology.jsonld", "release/ontology.ttl")
    }
    assert len(set(sizes.values())) == 1, sizes


def test_a_case_file_has_what_was_read_and_what_follows() -> None:
    read = rdflib.Graph().parse(folder() / "case" / "cheng-2025.ttl")
    nodule = rdflib.URIRef(CASE + "cheng-2025#scalp-nodule")
    for name in ("DistantMetastasis", "SolitaryMetastasis"):
        assert (nodule, rdflib.RDF.type, rdflib.URIRef(mbc(name))) in read


def test_clients_get_what_they_name_first() -> None:
    case = CASE + "cheng-2025#scalp-nodule"
    wanted = {
        BROWSER: "html",
        PROTEGE: "rdf",
        JENA: "ttl",
        "application/ld+json": "jsonld",
        "application/ld+json, text/turtle;q=0.5": "jsonld",
        "*/*": "html",
        "": "html",
        "image/png": "html",
    }
    for accept, ending in wanted.items():
        assert sent(case, accept) == f"case/cheng-2025.{ending}#scalp-nodule", accept
    assert sent(mbc("Scalp"), PROTEGE) == "release/ontology.owl#Scalp"
    assert sent(version_iri(), JENA) == "release/ontology.ttl"
    assert sent(BASE, BROWSER) == "index.html"


def test_named_graphs_and_release_files_have_a_place() -> None:
    for name in GRAPH_FILES:
        path, _, fragment = (sent(graph_iri(name), BROWSER) or "").partition("#")
        assert fragment in ids(path), name
        assert (folder() / (sent(graph_iri(name), JENA) or "")).is_file(), name
    rows = graph().engine.run("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    stored = {lexical(g) for (g,) in rows if g}
    assert {one for one in stored if one.startswith(graph_iri("x")[:-1])} <= {graph_iri(one) for one in GRAPH_FILES}
    void = rdflib.Graph().parse(folder() / "release" / "void.ttl")
    addresses = {str(one) for one in void.objects(None, rdflib.DCAT.downloadURL)}
    assert len(addresses) > 10
    for address in addresses:
        assert (folder() / (sent(address, BROWSER) or "none")).is_file(), address


@pytest.mark.parametrize(
    "path", ["nothing", "case/", "case/../x", "ontology/9.9.9", "ontology/module/nothing", "graph/"]
)
def test_what_is_not_ours_is_sent_nowhere(path: str) -> None:
    assert sent(BASE + path, BROWSER) is None


SERVER = """
ServerRoot "{place}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{place}/pid"
ErrorLog "{place}/errors"
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule headers_module {modules}/mod_headers.so
DocumentRoot "{place}/www"
<Directory "{place}/www">
AllowOverride All
Require all granted
</Directory>
"""
MODULES = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules")


@contextmanager
def apache(place: Path) -> Iterator[str]:
    """A server with the rewrite rules, as the service for persistent identifiers runs one; gives its address."""
    program = shutil.which("apache2") or shutil.which("httpd")
    modules = next((name for name in MODULES if os.path.isdir(name)), None)
    if program is None or modules is None:
        pytest.skip("Apache httpd is not installed")
    www = place / "www" / "mbckg"
    www.mkdir(parents=True)
    shutil.copy(folder() / "w3id" / ".htaccess", www)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = place / "httpd.conf"
    config.write_text(SERVER.format(place=place, port=port, modules=modules), "utf-8")
    server = subprocess.Popen([program, "-f", str(config), "-DFOREGROUND"], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert server.poll() is None, server.stderr and server.stderr.read()
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/mbckg/"
    finally:
        server.terminate()
        server.wait(10)
        if server.stderr:
            server.stderr.close()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(self, *_: object) -> None:
        return None


def test_apache_follows_the_rules_as_this_test_does(tmp_path: Path) -> None:
    documents = sorted({urldefrag(iri).url.removeprefix(BASE) for iri in iris()})
    documents += [
        "",
        "graph/inferred",
        "graph/dataset",
        "release/0.1.0/tables/lesions.csv",
        "ontology/0.1.0",
        "nothing",
    ]
    opener = urllib.request.build_opener(Stay)
    with apache(tmp_path) as address:
        for path in documents:
            for accept in (BROWSER, PROTEGE, JENA, "application/ld+json"):
                request = urllib.request.Request(address + path, headers={"Accept": accept})
                with pytest.raises(urllib.error.HTTPError) as raised:
                    opener.open(request, timeout=10)
                answer = raised.value
                told = answer.headers["Location"] if answer.code == 303 else None
                assert told == redirected(list(every_rule()), path, accept), (path, accept)  # type: ignore[arg-type]
                if answer.code == 303:
                    assert "Accept" in answer.headers["Vary"]
                    assert answer.headers["Access-Control-Allow-Origin"] == "*"
                answer.close()


def test_the_descriptions_of_a_page_name_its_own_iri() -> None:
    for path, iri in (("case/cheng-2025.html", CASE + "cheng-2025"), ("class/Scalp.html", mbc("Scalp"))):
        assert json.loads(page(path).texts["script"][0])["@id"] == iri
