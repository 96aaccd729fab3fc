"""The manual's pictures of installing and starting, from the bundle for Linux as it is: `make bundle`, then

python -m docs.make_start_pictures
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, sync_playwright

from bundle.make_bundle import file_name
from bundle.packages import CHECKOUT
from bundle.platforms import PLATFORMS

IMAGES = CHECKOUT / "docs" / "images"
CONSOLE = (
    '<body style="margin:0;padding:14px 18px;background:#1e1e1e;color:#e6e6e6;width:820px;display:inline-block;'
    "font:15px/1.7 'Noto Sans Mono CJK SC',monospace;white-space:pre-wrap\">{}</body>"
)
ROSTER = "单位编码,单位名称,主管部门,联系人,联系电话\n" + "".join(
    f"{number:03},{name},{parent},张三,0755-0000{number:04}\n"
    for number, (name, parent) in enumerate(
        [("市第一中学", "市教育局"), ("市第二中学", "市教育局"), ("市图书馆", "市文化局"), ("市博物馆", "市文化局")], 1
    )
)


def main() -> None:
    """Install the bundle in a temporary home, start its desk, and take the pictures."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver:
        home = Path(temporary)
        with ZipFile(CHECKOUT / "dist" / file_name(PLATFORMS["linux_x86_64"])) as archive:
            archive.extractall(home)
        folder = home / "xlgen"
        own = Path(sys.executable).resolve().parent
        environment = {"HOME": str(home), "PATH": f"{own}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
        command = ["sh", "./安装.sh"]
        done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        said = re.sub(r"，用 \S+ ……", "，用 python-embed/bin/python3 ……", done.stdout)
        page = browser.new_page()
        page.set_content(CONSOLE.format(html.escape(f"$ sh ./安装.sh\n{said}")))
        take(page, "安装", "body")

        (home / "名单.csv").write_text(ROSTER, encoding="utf-8-sig")
        target = home / "绩效自评" / "2026年度自评" / "下发"
        issue = ["new", "深圳", "--year", "2026", "--units", str(home / "名单.csv"), "-o", str(target)]
        subprocess.run(["sh", "./xlgen", *issue], cwd=folder, env=environment, check=True, capture_output=True)
        start = ["sh", "./xlgen", "desk", "--no-browser"]
        with subprocess.Popen(start, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as desk:
            assert desk.stdout is not None
            address = re.search(r"http://\S+", desk.stdout.readline())
            assert address is not None
            page = browser.new_page(viewport={"width": 1100, "height": 420})
            page.goto(address[0])
            page.locator("main").evaluate(
                "(main, home) => main.innerHTML = main.innerHTML.replaceAll(home, '')", str(home)
            )
            take(page, "工作台-首页")
            desk.terminate()
        browser.close()


def take(page: Page, name: str, element: str = "") -> None:
    """A picture of a page, or of an element of it, in few colours."""
    file = IMAGES / f"{name}.png"
    (page.locator(element) if element else page).screenshot(path=file)
    reduce = ["convert", str(file), "-strip", "+dither", "-colors", "96", "-define", "png:compression-level=9"]
    subprocess.run([*reduce, f"PNG8:{file}"], check=True)


if __name__ == "__main__":
    main()
