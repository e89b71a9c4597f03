"""The page for reading, in a parser and in headless Chromium."""

import re
import shutil
import subprocess

import pytest
from articles import ARTICLES
from conftest import entities
from lxml import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def chromium(page, *arguments):
    return subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *arguments, page.as_uri()],
        capture_output=True, timeout=120, check=True).stdout


def screenshot(page, name, size="800,1200"):
    path = page.parent / name
    chromium(page, f"--window-size={size}", f"--screenshot={path}")
    return path.read_bytes()


def test_the_page_is_whole(results):
    page = html.document_fromstring(results.read("html"), parser=html.HTMLParser(huge_tree=True))
    articles = page.xpath("//main/article")
    assert len(articles) == len(ARTICLES) + 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(link[1:] in ids or link.startswith("https://www.wikidata.org/") for link in page.xpath("//@href"))
    # Nothing is fetched and nothing runs.
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@onclick")
    assert "url(" not in results.read("html") and "@import" not in results.read("html")
    by_title = {article.xpath("string(h2)"): article for article in articles}
    assert "half a surrogate pair" in by_title["broken"].text_content()
    for id, row in results.rows.items():
        article = by_title[id]
        text = article.xpath("div[@class='text']")[0]
        for number in text.xpath(".//a[@class='number']"):
            number.text = ""
        squeeze = lambda value: re.sub(r"\s+", "", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ufffd]", "", value))
        assert squeeze(text.text_content()) == squeeze(ARTICLES[id])
        marks = [m for m in text.xpath(".//mark") if "more" not in m.get("class")]
        assert sorted(m.get("data-type") for m in marks) == sorted(type for *_, type in entities(row))
        assert len(article.xpath(".//table[@class='stack']/tbody/tr")) == len(row["quotes"])


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_the_legend_switches_layers(results):
    source = results.read("html")
    shown = screenshot(results.folder / "articles.html", "all.png")
    pictures = {shown}
    switches = re.findall(r'<input type="checkbox" id="([\w-]+)" checked>', source)
    assert len(switches) == 7
    for id in switches:
        page = results.folder / f"without-{id}.html"
        page.write_text(source.replace(f'id="{id}" checked', f'id="{id}"'), encoding="utf-8")
        pictures.add(screenshot(page, f"{id}.png", "800,3000"))
    assert len(pictures) == len(switches) + 1


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_the_page_fits_a_telephone_and_prints(results):
    page = results.folder / "narrow.html"
    probe = "<script>document.title = document.documentElement.scrollWidth + ' of ' + innerWidth</script></body>"
    page.write_text(results.read("html").replace("</body>", probe), encoding="utf-8")
    dom = chromium(page, "--window-size=500,800", "--dump-dom").decode()
    width, of = map(int, re.search(r"<title>(\d+) of (\d+)</title>", dom).groups())
    assert width <= of
    pdf = results.folder / "page.pdf"
    chromium(results.folder / "articles.html", f"--print-to-pdf={pdf}")
    assert pdf.read_bytes().startswith(b"%PDF")
