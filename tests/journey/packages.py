"""The package that a vendor brings to the journey: a SCORM 1.2 lesson of three pages."""

from __future__ import annotations

import zipfile
from pathlib import Path

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="journey" version="1.0"
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="lesson">
    <organization identifier="lesson">
      <title>闽江水环境治理三问</title>
      <item identifier="pages" identifierref="sco"><title>三问</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="lesson/index.html">
      <file href="lesson/index.html"/><file href="lesson/lesson.js"/>
    </resource>
  </resources>
</manifest>
"""

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>三问</title></head>
<body><h1 id="heading"></h1><p id="found"></p>
<button id="next">下一页</button>
<script src="lesson.js"></script></body></html>
"""

SCRIPT = """
function findApi(win) {
  for (var up = 0; up < 10; up += 1) {
    if (win.API) return win.API;
    if (win.parent === win) break;
    win = win.parent;
  }
  return null;
}
var api = findApi(window), page = 1;
var found = document.getElementById("found");
found.textContent = api ? "API:" + api.LMSInitialize("") : "no API";
page = Number(api.LMSGetValue("cmi.core.lesson_location") || 1);
function show() {
  document.getElementById("heading").textContent = "第 " + page + " 问";
  api.LMSSetValue("cmi.core.lesson_location", String(page));
  api.LMSSetValue("cmi.core.lesson_status", page === 3 ? "completed" : "incomplete");
  api.LMSSetValue("cmi.core.exit", page === 3 ? "" : "suspend");
  document.body.dataset.saved = api.LMSCommit("");
}
document.getElementById("next").addEventListener("click", function () {
  page = Math.min(3, page + 1);
  show();
});
window.addEventListener("pagehide", function () { api.LMSFinish(""); });
show();
"""


def lesson(folder: Path) -> Path:
    """Write the package into *folder* and return its path."""
    path = folder / "minjiang.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("imsmanifest.xml", MANIFEST)
        package.writestr("lesson/index.html", PAGE)
        package.writestr("lesson/lesson.js", SCRIPT)
    return path
