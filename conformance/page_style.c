/* SPDX-License-Identifier: Apache-2.0
 *
 * page_style.c: the style and the script of the page.
 *
 * The page can be read without the script: it shows the filters, and opens a case that is
 * linked to where the browser does not.
 */
#include "page.h"

/* clang-format off */
static const char *const style[] = {
    ":root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1d2328;--soft:#5d6872;",
    "--line:#e2e5e8;--hover:#f1f4f6;--link:#0b5cad;--pass:#e2f2ec;--pass-ink:#0d5a41;",
    "--known:#fdf0cf;--known-ink:#6d4a00;--bad:#b3321b;--bad-ink:#fff;--bad-bg:#fdebe6;",
    "--none:#eceff1;--none-ink:#5d6872}",
    "@media(prefers-color-scheme:dark){:root{--bg:#14181b;--card:#1b2024;--ink:#e3e7ea;",
    "--soft:#99a4ad;--line:#30373d;--hover:#232a2f;--link:#7cb8f5;--pass:#17362c;",
    "--pass-ink:#8fdcbd;--known:#40330f;--known-ink:#f3d07f;--bad:#e2664d;--bad-ink:#190703;",
    "--bad-bg:#3a1e18;--none:#2a3136;--none-ink:#99a4ad}}",
    "*{box-sizing:border-box}",
    "body{margin:0;background:var(--bg);color:var(--ink);",
    "font:15px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}",
    "main,header,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}",
    "header{padding-top:2.5rem}h1{font-size:1.75rem;line-height:1.2;margin:0 0 .4rem;",
    "letter-spacing:-.01em}h2{font-size:1.2rem;margin:2.75rem 0 .75rem}",
    "h3{font-size:1rem;margin:1.25rem 0 .4rem}p{margin:.4rem 0;max-width:64rem}",
    "a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}",
    ":focus-visible{outline:2px solid var(--link);outline-offset:1px}",
    "code,pre,.trace,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,",
    "'DejaVu Sans Mono',monospace;font-size:12.5px;line-height:1.5}",
    "small,.soft{color:var(--soft)}small{font-size:.87em}",
    "nav{position:sticky;top:0;z-index:3;background:var(--bg);",
    "border-bottom:1px solid var(--line);margin-top:1.25rem}",
    "nav div{max-width:76rem;margin:0 auto;padding:.5rem 1.5rem;display:flex;gap:1.5rem}",
    "h2,tr[id],.body{scroll-margin-top:3.5rem}.body{scroll-margin-top:7rem}",
    ".card,details.case,table.matrix,table.plain{background:var(--card);",
    "border:1px solid var(--line);border-radius:8px}",
    ".card{padding:.8rem 1.1rem;margin:.6rem 0}",
    ".card.bad{border-left:4px solid var(--bad)}",
    ".card.known{border-left:4px solid #d9a41b}",
    ".card.good{border-left:4px solid #2f9d78}.card p:first-child{margin-top:0}",
    "table{border-collapse:separate;border-spacing:0;width:100%}",
    "th{font-weight:600;text-align:left;color:var(--soft);font-size:13px}",
    "th,td{padding:.28rem .7rem;vertical-align:top}",
    "tr+tr>*,tbody+tbody>tr:first-child>*,thead+tbody>tr:first-child>*{",
    "border-top:1px solid var(--line)}.num{text-align:right;font-variant-numeric:tabular-nums}",
    ".wide{overflow-x:auto}",
    ".bar{display:flex;height:.55rem;min-width:9rem;margin:.5rem 0;border-radius:3px;",
    "overflow:hidden;gap:1px}.bar i{min-width:3px}.bar .pass{background:#2f9d78}",
    ".bar .known{background:#d9a41b}.bar .bad{background:var(--bad)}",
    ".bar .none{background:var(--none-ink);opacity:.5}",
    "table.matrix thead th{position:sticky;top:2.55rem;z-index:2;background:var(--card);",
    "border-bottom:1px solid var(--line);color:var(--ink);overflow-wrap:anywhere}",
    "table.matrix thead th:first-child{border-radius:8px 0 0}",
    "table.matrix thead th:last-child{border-radius:0 8px 0 0}",
    "table.matrix thead small{display:block;font-weight:400}",
    "table.matrix td.v{width:8.5rem;padding:.2rem .35rem}",
    ".many table.matrix td.v{width:auto}",
    "tr.area>*{background:var(--hover);padding-top:.45rem;padding-bottom:.45rem}",
    "tr.area th{color:var(--ink)}tr.area td{font-size:13px;color:var(--soft)}",
    "tr.c:hover>td{background:var(--hover)}tr.c td:first-child{overflow-wrap:anywhere}",
    ".id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12.5px;",
    "color:var(--soft);margin-right:.6rem}",
    ".v a,.tag{display:inline-block;border-radius:4px;padding:.02rem .5rem;font-size:12.5px;",
    "white-space:nowrap}td.v a{display:block;text-align:center}",
    ".pass{background:var(--pass);color:var(--pass-ink)}",
    ".known{background:var(--known);color:var(--known-ink)}",
    ".bad{background:var(--bad);color:var(--bad-ink);font-weight:700}",
    ".none{background:var(--none);color:var(--none-ink)}.card.bad,.card.known{",
    "background:var(--card);color:var(--ink);font-weight:400}",
    ".card .tag{margin-right:.5rem}.card{overflow-wrap:anywhere}",
    "dl.pair{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:.4rem 0;",
    "align-items:baseline}",
    "dl.pair dt{color:var(--soft);font-size:13px;max-width:16rem;overflow-wrap:anywhere}dl.pair dd{margin:0;overflow-wrap:anywhere}",
    "#filter{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;margin:.75rem 0}",
    "#filter[hidden]{display:none}#filter input[type=search]{font:inherit;flex:1 1 18rem;",
    "padding:.3rem .6rem;border:1px solid var(--line);border-radius:6px;",
    "background:var(--card);color:var(--ink)}",
    "#filter label{border:1px solid var(--line);border-radius:6px;padding:.15rem .55rem;",
    "cursor:pointer;font-size:13px;background:var(--card)}",
    "#filter label:has(:checked){border-color:var(--link);box-shadow:0 0 0 1px var(--link)}",
    "#filter input[type=checkbox]{margin:0 .35rem 0 0;vertical-align:-1px}",
    "details.case{margin:.4rem 0}details.case>summary{padding:.45rem .9rem;cursor:pointer}",
    "details.case>summary:hover{background:var(--hover);border-radius:8px}",
    "details.case[open]>summary{border-bottom:1px solid var(--line)}",
    "summary .tag{margin-left:.4rem}.body{padding:.4rem 1.1rem 1.1rem}",
    ".why{font-size:1.07rem;margin:.5rem 0 .8rem}",
    "ul{margin:.3rem 0;padding-left:1.2rem}li{margin:.15rem 0}",
    "pre{margin:.3rem 0;padding:.6rem .8rem;background:var(--hover);border-radius:6px;",
    "white-space:pre-wrap;overflow-wrap:anywhere}pre.case{padding-left:3.6rem}",
    "pre.case i{display:inline-block;width:2.4rem;margin-left:-3rem;margin-right:.6rem;",
    "text-align:right;color:var(--soft);font-style:normal;user-select:none}",
    "pre.case u{color:var(--soft);text-decoration:none}",
    "table.trace td,table.trace th{padding:.12rem .6rem}",
    "table.trace td{overflow-wrap:anywhere}table.trace{border-collapse:collapse}",
    "table.trace tr+tr>*{border-top:0}table.trace tr+tr{border-top:1px solid var(--line)}",
    "table.trace td:first-child,table.trace th:first-child{color:var(--soft);width:3rem;",
    "text-align:right}table.trace td:nth-child(2){min-width:14rem}",
    "table.trace em,pre.case em{font-style:normal;color:var(--link)}",
    "table.pair td:nth-child(n+3){width:38%}table.time td:first-child{min-width:16rem}",
    "table.trace td:nth-child(n+4){min-width:4.4rem}",
    "table.trace tr.bad>td{background:var(--bad-bg);color:var(--ink);font-weight:400}",
    "table.trace tr.bad>td:first-child{box-shadow:inset 4px 0 var(--bad)}",
    "table.trace tr.bad>td:first-child::after{content:' \\2260';color:var(--bad);",
    "font-weight:700}table.trace tr.soft>td{background:var(--known);color:var(--ink)}",
    "table.trace tr.soft>td:first-child::after{content:' \\2248'}",
    "table.trace tr.fold td{color:var(--soft);font-style:italic;font-family:system-ui}",
    "table.plain{overflow:hidden}table.clauses td:last-child{width:60%}table.plain td:first-child{overflow-wrap:anywhere}",
    ".card .tag{margin:0 .5rem .1rem 0}.plain .tag{margin:0 .15rem .2rem 0}.more>summary{cursor:pointer;",
    "color:var(--link);padding:.4rem 0}table.plain td,table.plain th{padding:.35rem .8rem}",
    "table.plain details li{font-size:14px}table.plain summary{cursor:pointer}",
    "tr.group>*{background:var(--hover);font-weight:600}",
    ".meter{display:block;width:8rem;height:.5rem;margin-top:.45rem;border-radius:3px;",
    "background:var(--none);overflow:hidden}.meter i{display:block;height:100%;",
    "background:#2f9d78}footer{padding:2rem 1.5rem 3rem;color:var(--soft);font-size:13px}",
    "@media print{body{font-size:10pt;background:#fff}nav,#filter{display:none!important}",
    "details.case:not([open]){display:none}table.matrix thead th{position:static}",
    ".card,tr,details{break-inside:avoid}*{print-color-adjust:exact}}\n",
};

static const char *const script[] = {
    "(function(){'use strict';var d=document,all=function(s){",
    "return Array.prototype.slice.call(d.querySelectorAll(s))};\n",
    "function open(){var id;try{id=decodeURIComponent(location.hash.slice(1))}",
    "catch(e){return}var t=d.getElementById(id),c=t&&t.closest('details');",
    "if(c&&!c.open){c.open=true;t.scrollIntoView()}}\n",
    "addEventListener('hashchange',open);addEventListener('click',function(e){",
    "if(e.target.closest('a'))setTimeout(open,0)});open();\n",
    "var rows=all('tr.c'),cases=all('details.case'),areas=all('table.matrix tbody'),",
    "heads=all('h3.area'),bar=d.getElementById('filter'),texts;\n",
    "function apply(){var q=bar.querySelector('input[type=search]').value.toLowerCase()",
    ".split(/\\s+/),on=all('#filter :checked').map(function(b){return b.value}),n=0;\n",
    "texts=texts||rows.map(function(r,i){",
    "return (r.textContent+' '+cases[i].textContent).toLowerCase()});\n",
    "rows.forEach(function(r,i){var v=[].map.call(r.querySelectorAll('.v'),function(c){",
    "return c.textContent.trim()}),differ=v.some(function(w){return w!==v[0]}),",
    "ok=(!on.length||on.some(function(w){return w==='differ'?differ:v.indexOf(w)>=0}))",
    "&&q.every(function(w){return texts[i].indexOf(w)>=0});\n",
    "r.hidden=cases[i].hidden=!ok;n+=ok});\n",
    "areas.forEach(function(b){b.hidden=!b.querySelector('tr.c:not([hidden])')});\n",
    "heads.forEach(function(h){var e=h.nextElementSibling,any=false;",
    "for(;e&&e.className==='case';e=e.nextElementSibling)any=any||!e.hidden;",
    "h.hidden=!any});\n",
    "d.getElementById('shown').textContent=n+' of '+rows.length+' cases'}\n",
    "if(bar){bar.hidden=false;bar.addEventListener('input',apply);",
    "bar.addEventListener('submit',function(e){e.preventDefault()})}})();\n",
};
/* clang-format on */

static void put_lines(FILE *out, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fputs(lines[i], out);
    }
}

void page_style(FILE *out)
{
    put_lines(out, style, sizeof style / sizeof *style);
}

void page_script(FILE *out)
{
    put_lines(out, script, sizeof script / sizeof *script);
}
