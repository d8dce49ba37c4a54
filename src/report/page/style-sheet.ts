import { ours } from './html.ts';

/** The look of the page: system fonts, one scale of sizes, colours by meaning, light, dark, narrow and on paper. */
export const STYLE = ours`
:root {
  color-scheme: light dark;
  --page: #ffffff; --soft-page: #f5f7f9; --line: #d5dbe1; --text: #1a1f25; --soft: #55606b; --link: #0a56b8;
  --ok: #176f31; --ok-page: #e8f5eb; --bad: #b3201a; --bad-page: #fdecea;
  --warn: #825400; --warn-page: #fdf3d8; --off: #4a5a6a; --off-page: #edf1f5;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1419; --soft-page: #171d24; --line: #2f3943; --text: #e6ebf0; --soft: #9fabb7; --link: #7db7ff;
    --ok: #74d58d; --ok-page: #12271a; --bad: #ff9d93; --bad-page: #301614;
    --warn: #efc264; --warn-page: #2b2311; --off: #a9bccf; --off-page: #1a242e;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 400 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; overflow-wrap: anywhere; }
.wide { max-width: 70rem; margin-inline: auto; padding-inline: 1.5rem; }
p, ul, ol, dl, dd, pre, h1, h2, h3, table { margin: 0; }
ul, ol { padding: 0; list-style: none; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: .875em; unicode-bidi: isolate; }
p, li, dd, td, th { unicode-bidi: isolate; }
pre { white-space: pre-wrap; }
.soft { color: var(--soft); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--page); padding: .5rem 1rem; }

.band { border-bottom: 1px solid var(--line); padding-block: 2.25rem 1.75rem; background: var(--off-page); }
.band.ready { background: var(--ok-page); } .band.partly { background: var(--warn-page); } .band.broken { background: var(--bad-page); }
.band .over { color: var(--soft); font-weight: 600; }
.band h1 { display: flex; align-items: center; gap: .75rem; font-size: clamp(2rem, 6vw, 2.75rem); line-height: 1.15; letter-spacing: -.02em; margin-block: .35rem .75rem; }
.band .sign { flex: none; display: grid; place-items: center; width: 1.25em; height: 1.25em; border-radius: 50%; background: var(--off); color: var(--page); font-size: .8em; font-weight: 700; letter-spacing: 0; }
.band.ready .sign { background: var(--ok); } .band.partly .sign { background: var(--warn); } .band.broken .sign { background: var(--bad); }
.verdict { font-size: 1.125rem; max-width: 60ch; }
.verdict + .verdict { color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin-top: 1.5rem; font-size: .875rem; }
.facts dt { color: var(--soft); } .facts dd { font-weight: 600; }

.contents { position: sticky; top: 0; z-index: 1; background: var(--page); border-bottom: 1px solid var(--line); font-size: .875rem; }
.contents ul { display: flex; gap: 1.5rem; overflow-x: auto; white-space: nowrap; padding-block: .65rem; scrollbar-width: none; }
.contents a { text-decoration: none; } .contents a:hover { text-decoration: underline; }
.number { display: inline-block; padding-inline: .45em; border-radius: 1em; background: var(--off-page); color: var(--off); font-size: .8125rem; font-weight: 600; letter-spacing: 0; font-variant-numeric: tabular-nums; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin-block: 1.75rem .5rem; }
.tile { display: grid; gap: .1rem; height: 100%; align-content: start; padding: .9rem 1rem; border: 1px solid var(--line); border-top: 3px solid var(--off); border-radius: 6px; background: var(--page); color: inherit; text-decoration: none; }
.tile:hover { background: var(--soft-page); }
.tile.ok { border-top-color: var(--ok); } .tile.bad { border-top-color: var(--bad); } .tile.warn { border-top-color: var(--warn); }
.tile .name, .tile .below { color: var(--soft); font-size: .8125rem; }
.tile strong { font-size: 1.5rem; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }

section { padding-top: 2.5rem; }
h2 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; }
.lead { color: var(--soft); max-width: 70ch; margin-top: .25rem; }
h3 { font-size: 1.0625rem; margin-block: 1.5rem .6rem; }
h3 .who { color: var(--soft); font-weight: 400; font-size: .875rem; }

.mark { font-weight: 600; white-space: nowrap; font-size: .875rem; }
.mark.ok { color: var(--ok); } .mark.bad { color: var(--bad); } .mark.warn { color: var(--warn); } .mark.off { color: var(--off); }
.cards { display: grid; gap: .75rem; }
.card { border: 1px solid var(--line); border-left: 4px solid var(--off); border-radius: 6px; padding: .85rem 1rem; display: grid; gap: .35rem; break-inside: avoid; }
.card.bad { border-left-color: var(--bad); } .card.warn { border-left-color: var(--warn); }
.card .mark { margin-right: .35rem; }
.card .what { font-weight: 600; } .card .why, .card .source { color: var(--soft); font-size: .875rem; max-width: 80ch; }
.source code { margin-right: .6rem; }
.remedy { max-width: 80ch; }
.label { font-size: .75rem; font-weight: 650; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); margin-right: .25rem; }
.plain { display: grid; gap: .4rem; margin-top: .75rem; }
.plain li { padding-left: 1.1rem; position: relative; max-width: 90ch; }
.plain li::before { content: ''; position: absolute; left: .15rem; top: .68em; width: .3rem; height: .3rem; border-radius: 50%; background: var(--soft); }
.columns { grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
details { margin-top: 1rem; } summary { cursor: pointer; color: var(--link); width: fit-content; }

.checks { border-top: 1px solid var(--line); }
.check { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) 5.5rem; gap: 0 1rem; padding-block: .6rem; border-bottom: 1px solid var(--line); break-inside: avoid; }
@media (min-width: 60rem) { .check .said { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); } .check .said .remedy { grid-column: 1 / -1; } }
.check .said { display: grid; gap: .15rem 1.25rem; align-items: baseline; } .check .said strong { font-weight: 600; } .check .said code { color: var(--soft); display: block; font-size: .8125rem; }
.check .soft, .check .remedy { font-size: .9375rem; }
.check .time { text-align: right; font-variant-numeric: tabular-nums; font-size: .875rem; color: var(--soft); }
.bar { display: block; width: 100%; height: 4px; margin-top: .3rem; background: var(--off-page); border-radius: 2px; }
.bar rect { fill: var(--off); }

.picker { border: 1px solid var(--line); border-radius: 10px; overflow: hidden; max-width: 46rem; margin-top: 1rem; }
.bar-title { padding: .5rem 1rem; background: var(--soft-page); border-bottom: 1px solid var(--line); color: var(--soft); font-size: .8125rem; font-weight: 600; }
.picker li { padding: .55rem 1rem; display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; border-bottom: 1px solid var(--line); break-inside: avoid; }
.picker li:last-child { border-bottom: 0; }
.picker .model { font-weight: 600; } .picker code { color: var(--soft); }
.chip { border: 1px solid var(--line); border-radius: 1em; padding-inline: .5em; font-size: .75rem; color: var(--soft); }
.caution { color: var(--warn); font-size: .875rem; }
.empty { padding: 1rem; color: var(--bad); font-weight: 600; }
.hidden-title { margin: 0; padding: .5rem 1rem; background: var(--soft-page); border-block: 1px solid var(--line); color: var(--soft); font-size: .8125rem; }
.hidden { color: var(--soft); background: var(--soft-page); } .hidden code { text-decoration: line-through; }
.reason { flex-basis: 100%; font-size: .875rem; }

table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: .9375rem; margin-top: 1rem; }
caption { text-align: left; color: var(--soft); font-size: .8125rem; padding-bottom: .35rem; }
thead th:nth-child(1) { width: 25%; } thead th:nth-child(2) { width: 4.5rem; } thead th:nth-child(3) { width: 6rem; } thead th:nth-child(5) { width: 24%; }
thead th { text-align: left; font-size: .8125rem; color: var(--soft); font-weight: 600; border-bottom: 2px solid var(--line); padding: .35rem .75rem .35rem 0; }
tbody th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
tbody th code { font-weight: 600; }
td .mark { white-space: normal; } td strong { font-weight: 600; } td .soft { display: block; font-size: .875rem; } .port { font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
.tools { display: flex; gap: .75rem; align-items: center; margin-top: 1rem; min-height: 2.25rem; }
button { font: inherit; font-size: .9375rem; padding: .35rem .9rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft-page); color: var(--text); cursor: pointer; }
button:hover { border-color: var(--soft); }
.csv { margin-top: .25rem; } .csv pre { margin-top: .5rem; padding: .75rem; background: var(--soft-page); border-radius: 6px; max-height: 20rem; overflow: auto; }

.settings > div { display: grid; grid-template-columns: minmax(0, 22rem) minmax(0, 1fr); gap: .15rem 1.5rem; padding-block: .5rem; border-bottom: 1px solid var(--line); break-inside: avoid-page; }
.settings { border-top: 1px solid var(--line); } .settings dt code { font-weight: 600; } .settings dt .soft { display: block; font-size: .875rem; }
footer { margin-top: 3rem; padding-block: 1.25rem 2.5rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8125rem; }

@media (max-width: 44rem) {
  .wide { padding-inline: 1rem; }
  .band { padding-block: 1.5rem 1.25rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .check { grid-template-columns: minmax(0, 1fr) auto; } .check .said { grid-column: 1 / -1; grid-row: 2; margin-top: .15rem; } .check .time { display: flex; gap: .5rem; align-items: center; } .bar { width: 3rem; margin: 0; }
  .settings > div { grid-template-columns: minmax(0, 1fr); }
  table, tbody, tr, tbody th, td { display: block; width: 100%; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding-block: .6rem; border-bottom: 1px solid var(--line); } tbody th, td { border: 0; padding: .05rem 0; }
  caption { display: block; } tbody th { font-size: 1rem; } td:nth-child(2), td:nth-child(3) { display: inline-block; width: auto; margin-right: .75rem; color: var(--soft); font-size: .875rem; } .port::before { content: 'Port '; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --soft-page: #f5f7f9; --line: #c4ccd4; --text: #000000; --soft: #444c55; --link: #000000;
    --ok: #176f31; --ok-page: #ffffff; --bad: #b3201a; --bad-page: #ffffff; --warn: #825400; --warn-page: #ffffff; --off: #4a5a6a; --off-page: #ffffff;
  }
  @page { margin: 14mm; }
  body { font-size: 9.5pt; }
  .wide { max-width: none; padding-inline: 0; }
  .contents, .tools, .csv, .skip { display: none; }
  .band { border: 0; border-bottom: 3px solid var(--off); padding-block: 0 .75rem; } .band.ready { border-color: var(--ok); } .band.partly { border-color: var(--warn); } .band.broken { border-color: var(--bad); }
  .band .sign { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .tiles { grid-template-columns: repeat(5, 1fr); } .tile strong { font-size: 1.1rem; }
  section { padding-top: 1.25rem; } h2, h3, .lead, .bar-title, .hidden-title, caption { break-after: avoid; }
  table { font-size: 8.5pt; } thead th:nth-child(1) { width: 25%; } thead th:nth-child(2) { width: 3rem; } thead th:nth-child(3) { width: 4.5rem; } thead th:nth-child(5) { width: 27%; }
  table code { font-size: 7.5pt; } table td, table th { padding-block: .25rem; } td .soft { font-size: 8pt; }
  footer { margin-top: 1.5rem; padding-bottom: 0; break-inside: avoid; }
  summary { list-style: none; } details::details-content { content-visibility: visible; height: auto; }
  .number { border: 1px solid var(--line); } .bar, .bar rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
