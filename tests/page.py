#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""page.py check PAGE: is the page made of what a page is made of, and of nothing else?
page.py multiply JSON CASES IMPLEMENTATIONS: a report of so many, from a small one, on stdout.
page.py instrument PAGE: the page with scripts that look at it in a browser, on stdout.

Exit status: 0 good, 1 what is wrong is said on stderr.
"""
import copy
import json
import sys
from html.parser import HTMLParser
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import unquote

ELEMENTS = set(
    "html head meta title style body header main footer nav section div p h1 h2 h3 span b i em u "
    "small code pre br a ul li dl dt dd table thead tbody tr th td details summary form input "
    "label script".split())
ATTRIBUTES = set(
    "lang charset name content class id href rel style hidden type placeholder value title "
    "colspan aria-label http-equiv".split())

# What the browser says of the page: in the title, as the dump of the page has that.
BEFORE = """<script>var bad=[];alert=confirm=prompt=function(){bad.push('alert')};
addEventListener('error',function(e){bad.push(e.message||'resource')},true);
document.addEventListener('securitypolicyviolation',function(e){bad.push(e.violatedDirective)});
var parsed;addEventListener('DOMContentLoaded',function(){parsed=performance.now()});</script>"""
AFTER = """<script>addEventListener('load',function(){var loaded=performance.now();
var names=%s,d=document,all=[].slice.call(d.querySelectorAll('*'));
all.forEach(function(e){if(names.indexOf(e.localName)<0)bad.push('element '+e.localName);
[].forEach.call(e.attributes,function(a){if(/^on/.test(a.name))bad.push(a.name)});
if(e.href&&!/^(https?:|file:.*#)/.test(e.href))bad.push('href '+e.href)});
var scripts=d.scripts.length-2;if(scripts!==1)bad.push('scripts '+scripts);
var box=d.querySelector('#filter input[type=search]'),rows=d.querySelectorAll('.matrix a');
function shown(){return d.querySelectorAll('.matrix tbody tr:not(.area):not([hidden])').length}
var before=shown();box.value='no such case at all';box.dispatchEvent(new Event('input',
{bubbles:true}));if(shown()!==0)bad.push('the filter shows '+shown());
box.value='';box.dispatchEvent(new Event('input',{bubbles:true}));
if(shown()!==before||before<1)bad.push('the filter shows '+shown()+' of '+before);
function say(){d.title='RESULT '+(bad.length?bad.join('; '):'good')+' parsed='+
Math.round(parsed)+' loaded='+Math.round(loaded)+' elements='+all.length+' END'}
say();location.hash=rows[0].hash;setTimeout(function(){
var t=d.getElementById(decodeURIComponent(rows[0].hash.slice(1)));
if(!t||!t.closest('details').open)bad.push('a link opens no case');
say()},50)})</script>"""


class Page(HTMLParser):
    """Collects what should not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: List[str] = []
        self.scripts = 0
        self.ids: List[str] = []
        self.links: List[str] = []

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        self.scripts += tag == "script"
        if tag not in ELEMENTS:
            self.wrong.append(f"element {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.wrong.append(f"attribute {name} of {tag}")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.link(value or "")

    def link(self, href: str) -> None:
        if href.startswith("#"):
            self.links.append(unquote(href[1:]))
        elif not href.startswith(("https://", "http://")):
            self.wrong.append(f"a link to {href!r}")


def check(path: str) -> None:
    page = Page()
    with open(path, encoding="utf-8") as file:
        page.feed(file.read())
    if page.scripts != 1:
        page.wrong.append(f"{page.scripts} scripts")
    if len(set(page.ids)) != len(page.ids):
        page.wrong.append("two elements of one id")
    lost = sorted(set(page.links) - set(page.ids))
    if lost:
        page.wrong.append(f"links that lead nowhere: {lost[:5]}")
    if page.wrong:
        raise SystemExit("\n".join(page.wrong[:20]))


def widen(result: Dict[str, Any], label: str) -> Dict[str, Any]:
    """The result of one more implementation: as that of the second, without its words."""
    one = {name: value for name, value in result.items() if name not in ("about", "native")}
    one["implementation"] = label
    return one


def multiply(path: str, cases: int, impls: int) -> None:
    with open(path, encoding="ascii") as file:
        lines = [json.loads(line) for line in file]
    head, results, end = lines[0], lines[1:-1], lines[-1]
    width = len(head["implementations"])
    last = head["implementations"][-1]
    for i in range(width, impls):
        more = copy.deepcopy(last)
        more["label"] = f"{last['label']} #{i}"
        head["implementations"].append(more)
    head["cases"] = cases
    print(json.dumps(head))
    for i in range(cases):
        first = i * width % len(results)
        cells = [dict(one) for one in results[first:first + width]]
        cells[0]["about"] = dict(cells[0]["about"], at=i)
        cells += [widen(cells[-1], head["implementations"][k]["label"])
                  for k in range(width, impls)]
        for cell in cells:
            cell["case"] = f"{cell['case']}.{i}"
            print(json.dumps(cell))
    end["trials"] = []
    print(json.dumps(end))


def instrument(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    names = json.dumps(sorted(ELEMENTS))
    text = text.replace("<head>", "<head>" + BEFORE, 1)
    text = text.replace("</body>", AFTER % names + "</body>")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(text)


def main() -> None:
    if len(sys.argv) == 3 and sys.argv[1] == "check":
        check(sys.argv[2])
    elif len(sys.argv) == 5 and sys.argv[1] == "multiply":
        multiply(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    elif len(sys.argv) == 3 and sys.argv[1] == "instrument":
        instrument(sys.argv[2])
    else:
        raise SystemExit(__doc__)


main()
