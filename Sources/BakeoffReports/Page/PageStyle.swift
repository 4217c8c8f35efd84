/// How the page looks: light and dark, on a phone, on a wide screen and in print.
///
/// Colours are those of Okabe and Ito, darkened where text or lines need contrast on white; shapes tell models apart as well.
let pageStyle = """
  :root { color-scheme: light dark; --ink: #1a1a1a; --soft: #565656; --paper: #fff; --panel: #f4f4f2; --line: #c9c9c4; --link: #0b57a4;
    --c0: #0072b2; --c1: #b34700; --c2: #00785a; --c3: #a1467a; --c4: #7a5c00; --c5: #2b6f9e; --c6: #444; --c7: #a32a2a;
    --right: 0 114 178; --wrong: 179 71 0; }
  @media (prefers-color-scheme: dark) { :root { --ink: #ececea; --soft: #b5b5b0; --paper: #161616; --panel: #222; --line: #4a4a46;
    --link: #8cc4ff; --c0: #56b4e9; --c1: #f0a04b; --c2: #35c79a; --c3: #e59ac4; --c4: #e0c34a; --c5: #9cc9ea; --c6: #ccc; --c7: #ff9a8c;
    --right: 86 180 233; --wrong: 240 160 75; } }
  * { box-sizing: border-box; }
  html { scroll-padding-top: 1rem; }
  body { margin: 0; font: 16px/1.5 system-ui, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
  main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; } h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; }
  nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .5rem 0; }
  a { color: var(--link); } a:focus-visible, button:focus-visible, select:focus-visible, input:focus-visible, summary:focus-visible,
  .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
  .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
  .caption, figcaption, caption { color: var(--soft); font-size: .9rem; text-align: left; } .caption { margin: 0 0 .75rem; }
  .notice { border: 2px solid var(--c1); padding: .5rem .75rem; font-weight: 600; }
  .scroll { overflow-x: auto; max-width: 100%; } table { border-collapse: collapse; font-size: .9rem; }
  caption { padding: .25rem 0; } th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
  thead th { vertical-align: bottom; } th.name, td.name { text-align: left; } th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
  th button, .cell { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline dotted; }
  th button { font-weight: 700; text-align: inherit; } th[aria-sort=ascending] button::after { content: " ↑"; } th[aria-sort=descending] button::after { content: " ↓"; }
  button.keep, select, input[type=search] { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--soft); border-radius: .25rem; padding: .15rem .5rem; }
  .tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; }
  figure { margin: 1rem 0; min-width: 0; } svg.chart { width: 100%; height: auto; max-width: 60rem; display: block; font-size: 12px; }
  svg.chart text { fill: var(--ink); } .grid { stroke: var(--line); } .front { stroke: var(--soft); fill: none; stroke-dasharray: 5 4; }
  .line { fill: none; stroke-width: 2; } .mark { stroke: var(--paper); stroke-width: 1; } .band { stroke: none; opacity: .2; }
  .m0 { --own: var(--c0); } .m1 { --own: var(--c1); } .m2 { --own: var(--c2); } .m3 { --own: var(--c3); } .m4 { --own: var(--c4); }
  .m5 { --own: var(--c5); } .m6 { --own: var(--c6); } .m7 { --own: var(--c7); } .line { stroke: var(--own); } .mark, .band { fill: var(--own); }
  .grid-2 { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
  .matrix td, .matrix th { text-align: right; padding: .2rem .45rem; font-variant-numeric: tabular-nums; } .none { color: var(--soft); }
  .right.s1 { background: rgb(var(--right) / .08); } .right.s2 { background: rgb(var(--right) / .16); } .right.s3 { background: rgb(var(--right) / .24); }
  .right.s4 { background: rgb(var(--right) / .32); font-weight: 700; } .wrong.s1 { background: rgb(var(--wrong) / .08); } .wrong.s2 { background: rgb(var(--wrong) / .16); }
  .wrong.s3 { background: rgb(var(--wrong) / .26); } .wrong.s4 { background: rgb(var(--wrong) / .36); }
  .rows, .gallery { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .5rem; }
  .rows li, .gallery figure { display: flex; gap: .5rem; align-items: flex-start; font-size: .85rem; margin: 0; overflow-wrap: anywhere; }
  .gallery p { grid-column: 1 / -1; margin: .75rem 0 0; font-weight: 600; }
  img { image-rendering: pixelated; background: var(--panel); flex: none; } code { overflow-wrap: anywhere; } pre { overflow-x: auto; background: var(--panel); padding: .75rem; }
  pre code { white-space: pre-wrap; } .bar { display: inline-block; height: .7rem; width: calc(var(--share) * 6rem); background: var(--c0); margin-right: .4rem; }
  dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
  details { margin: .5rem 0; } summary { cursor: pointer; } .js .panel:not(.shown) { display: none; }
  @media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } svg.chart { font-size: 15px; } }
  @media print { .tools, .keep, nav, .skip { display: none !important; } .js .panel { display: block !important; } section { break-inside: auto; } figure, tr { break-inside: avoid; }
    .scroll { overflow: visible; } body { font-size: 11px; } }
  """
