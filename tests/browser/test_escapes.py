"""What a vendor's package must not reach (rows C4 and C7 of the security list), in Chromium.

Each attempt is a script that runs inside the vendor's page and answers what it got hold of.
The control runs the reading attempts on the academy's own page, where each succeeds: a harness
that could not see an escape would fail there.
"""

# ruff: noqa: E501 - the attempts are scripts, and stand as the browser reads them

from __future__ import annotations

import pytest

from tests.browser.conftest import SHORT_MS

pytestmark = pytest.mark.browser

READING = {
    "the page's document": "up.document.title",
    "the page's text": "up.document.body.innerText.slice(0, 40)",
    "the page's address": "up.location.href",
    "the page's storage": "Object.keys(up.localStorage).length + 1",
    "the page's token against forgery": "up.document.querySelector('meta[name=csrf-token]').content",
    "the page's functions": "up.eval('1 + 1')",
    "the page's settings": "up.document.getElementById('learn-settings').textContent.length",
    "an element of the page": "up.document.querySelector('[data-chip]').textContent",
    "the page's frames' element": "up.frames[0].frameElement.src",
    "the page's name by writing": "(up.document.title = 'x', up.document.title)",
}

ASKING = {
    "the home page with cookies": "(await fetch(academy + '/', {credentials: 'include'})).status",
    "the sign-in page": "(await fetch(academy + '/sign-in')).status",
    "a launch": """(await fetch(academy + '/player/launches', {method: 'POST', credentials: 'include',
        headers: {'Content-Type': 'application/json'}, body: '{}'})).status""",
    "a launch as plain text": """(await fetch(academy + '/player/launches', {method: 'POST',
        credentials: 'include', headers: {'Content-Type': 'text/plain'}, body: '{}'})).status""",
    "the record without a credential": "(await fetch(academy + '/xapi/statements')).status",
    "the page by XMLHttpRequest": """await new Promise((done, no) => { const x = new XMLHttpRequest();
        x.open('GET', academy + '/'); x.withCredentials = true; x.onload = () => done(x.status);
        x.onerror = no; x.send(); })""",
    "the settings' script": """await new Promise((done, no) => { const s = document.createElement('script');
        s.src = academy + '/player/static/main.js'; s.onload = () => done('loaded'); s.onerror = no;
        document.head.append(s); })""",
    "a style of the academy": """await new Promise((done, no) => { const s = document.createElement('link');
        s.rel = 'stylesheet'; s.href = academy + '/static/css/tokens.css'; s.onload = () => done('loaded');
        s.onerror = no; document.head.append(s); })""",
    "a picture of the academy": """await new Promise((done, no) => { const i = new Image();
        i.src = academy + '/static/seal.svg'; i.onload = () => done('loaded'); i.onerror = no; })""",
    "a module of the academy": "Object.keys(await import(academy + '/player/static/words.js'))",
}

GRABBING = {
    "the session's cookie": "document.cookie",
    "a service worker": "await navigator.serviceWorker.register('index.html')",
    "the camera": "await navigator.mediaDevices.getUserMedia({video: true})",
    "the microphone": "await navigator.mediaDevices.getUserMedia({audio: true})",
    "the place": "await new Promise((ok, no) => navigator.geolocation.getCurrentPosition(ok, no))",
    "a window's document": "(window.open(academy + '/sign-in'), window.open('', 'player')).document.forms[0].action",
    "the frame's own element": "window.parent.frameElement.outerHTML",
}

LEAVING = {
    "by the page's address": "up.location.href = 'about:blank#gone'",
    "by replacing": "up.location.replace('about:blank#gone')",
    "by a window's name": "window.open('about:blank#gone', '_top').closed",
    "by a link": """(() => { const a = document.createElement('a'); a.href = 'about:blank#gone';
        a.target = '_top'; document.body.append(a); a.click(); })()""",
    "by a form": """(() => { const f = document.createElement('form'); f.action = academy + '/sign-in#gone';
        f.target = '_top'; document.body.append(f); f.submit(); })()""",
    "by closing": "up.close()",
    "by the parent's parent": "window.parent.parent.location = 'about:blank#gone'",
}

FORGING = {
    "a message from the vendor's page": "up.postMessage({type: 'exit', next: {request: 'continue'}}, '*')",
    "a message that ends the run": "up.postMessage({type: 'over', code: 'taken-over'}, '*')",
    "a start of the wrapper": "window.parent.postMessage({type: 'start', runtime: {}}, '*')",
    "a stop of the wrapper": "window.parent.postMessage({type: 'stop'}, '*')",
    "a message with a script": "up.postMessage({type: 'failed', reason: '<img src=x onerror=alert(1)>'}, '*')",
    "a message of no kind": "up.postMessage({type: '__proto__'}, '*')",
}

RUN = """async ([script, academy]) => {
  const up = window === window.top ? window : window.top;
  const act = new (Object.getPrototypeOf(async () => {}).constructor)('up', 'academy', `return ${script}`);
  try { return String((await act(up, academy)) ?? ''); } catch (refusal) { return ''; }
}"""


@pytest.fixture(scope="module")
def sitting(desk):
    """A learner with the vendor's page open, for all attempts."""
    learner = desk.seat(0)
    content = learner.open("law", "procedure.html")
    yield learner, content
    learner.window.close()


@pytest.mark.parametrize("what", READING)
def test_a_package_cannot_read(sitting, what):
    learner, content = sitting
    assert content.evaluate(RUN, [READING[what], learner.desk.academy.base]) == ""


@pytest.mark.parametrize("what", list(READING)[:8])
def test_control_the_same_script_on_our_own_page_reads_it(sitting, what):
    learner, _ = sitting
    assert learner.page.evaluate(RUN, [READING[what], learner.desk.academy.base]) != ""


@pytest.mark.parametrize("what", ASKING)
def test_a_package_gets_no_answer_from_the_academy_to(sitting, what):
    learner, content = sitting
    assert content.evaluate(RUN, [ASKING[what], learner.desk.academy.base]) == ""


@pytest.mark.parametrize("what", [one for one in ASKING if "record" not in one])
def test_control_our_own_page_is_answered(sitting, what):
    learner, _ = sitting
    assert learner.page.evaluate(RUN, [ASKING[what], learner.desk.academy.base]) != ""


@pytest.mark.parametrize("what", GRABBING)
def test_a_package_does_not_get(sitting, what):
    learner, content = sitting
    assert content.evaluate(RUN, [GRABBING[what], learner.desk.academy.base]) == ""


@pytest.mark.parametrize("how", LEAVING)
def test_a_package_cannot_lead_the_learner_away(sitting, how):
    learner, content = sitting
    before = learner.page.url
    content.evaluate(RUN, [LEAVING[how], learner.desk.academy.base])
    learner.page.wait_for_timeout(300)
    assert learner.page.url == before


@pytest.mark.parametrize("what", FORGING)
def test_a_package_s_own_page_is_not_listened_to(sitting, what):
    learner, content = sitting
    alerts: list[str] = []
    learner.page.on("dialog", lambda one: (alerts.append(one.message), one.dismiss()))
    content.evaluate(RUN, [FORGING[what], learner.desk.academy.base])
    learner.page.wait_for_timeout(300)
    assert learner.page.is_hidden("[data-panel]")
    assert "procedure.html" in learner.page.frames[-1].url
    assert not alerts


def test_what_a_package_claims_of_itself_is_never_credited(seat):
    """It may forge the wrapper's messages, whose origin is its own; the server counts by its clock."""
    learner = seat(1)
    content = learner.open("fujian", "/player")
    content.evaluate(
        """() => { let at = 0; setInterval(() => { at += 60000;
             window.parent.postMessage({type: 'media', at: performance.timeOrigin + performance.now(),
               medium: 'm1', playing: true, position_ms: at, rate_milli: 1000, length_ms: 272000}, '*');
           }, 50); }"""
    )
    learner.page.wait_for_timeout(6_000)
    assert learner.verified_s() * 1000 < SHORT_MS
