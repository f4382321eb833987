// The page's looks: system fonts, one accent colour, light and dark, paper.

export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #faf9f7; --card: #fff; --ink: #1d1c1a; --quiet: #67635d; --line: #e4e1dc; --shape: #b9b4ac; --accent: #c2481a }
@media (prefers-color-scheme: dark) { :root { --ground: #161513; --card: #1f1e1b; --ink: #f0ede8; --quiet: #a29d95; --line: #33312d; --shape: #65615a; --accent: #ff8a52 } }
* { box-sizing: border-box; margin: 0 }
body { background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100% }
main { max-width: 1240px; margin: 0 auto; padding: clamp(20px, 4vw, 56px) clamp(16px, 4vw, 48px) 72px }
h1 { font-size: clamp(24px, 3.4vw, 38px); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; overflow-wrap: anywhere; text-wrap: balance }
h2 { font-size: 15px; font-weight: 650; line-height: 1.4 }
.path { margin-top: 8px; color: var(--quiet); font: 12px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere }
.cards { display: grid; gap: 14px; margin-top: clamp(20px, 3vw, 36px) }
@media (min-width: 720px) { .cards { grid-template-columns: repeat(3, minmax(0, 1fr)) } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px 20px }
.card h2 { color: var(--quiet); font-weight: 500; font-size: 13px }
.value { font-size: clamp(28px, 3.2vw, 36px); line-height: 1.2; font-weight: 650; letter-spacing: -.02em }
.value small { white-space: nowrap; margin-left: .4em; font-size: 17px; font-weight: 600; letter-spacing: 0; color: var(--accent) }
.confidence { display: flex; align-items: center; gap: 10px; margin-top: 6px; color: var(--quiet); font-size: 13px; white-space: nowrap }
.confidence svg { flex: 0 1 110px; min-width: 40px; height: 5px; border-radius: 3px; background: var(--line) }
.confidence rect { fill: var(--accent) }
.card ul { list-style: none; padding: 0; margin-top: 10px; font-size: 14px }
.card li + li { margin-top: 3px }
.facts { display: flex; flex-wrap: wrap; gap: 8px 36px; margin-top: 22px }
.facts dt { color: var(--quiet); font-size: 12px }
.facts dd { font-weight: 550 }
.missing { margin-top: 20px; padding: 10px 16px; border-left: 3px solid var(--accent); background: var(--card); font-size: 14px; list-style: none }
figure, section { margin-top: 44px }
figcaption p, section > p { color: var(--quiet); font-size: 13px }
figcaption { margin-bottom: 14px }
.legend { display: flex; flex-wrap: wrap; gap: 2px 20px; list-style: none; padding: 0; margin-top: 4px; color: var(--quiet); font-size: 12px }
.legend li { display: flex; align-items: center; gap: 7px }
.chart { display: block; width: calc(100% - 50px); margin-left: 50px; overflow: visible; pointer-events: none }
.chart text { font-size: 11px; fill: var(--quiet) }
.chart .level { text-anchor: end }
.chart .note, .chart .bar { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round }
.chart .tonic { fill: var(--accent); font-weight: 700 }
.chart .in-scale { fill: var(--ink); font-weight: 600 }
.grid { stroke: var(--line) }
.axis { stroke: var(--shape) }
.peaks { fill: var(--shape) }
.core, .mark { fill: var(--accent) }
.curve { fill: none; stroke: var(--accent); stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke }
.under { fill: var(--accent); opacity: .14 }
.chosen { stroke: var(--ink); stroke-width: 1.2 }
.other { stroke: var(--quiet); stroke-width: 1.2; stroke-dasharray: 5 4 }
.gap { fill: var(--line) }
.gap-sample { stroke: var(--line); stroke-width: 10 }
.heat { stroke: var(--accent); fill: none }
.beat { stroke: var(--quiet); opacity: .55 }
.downbeat { stroke: var(--accent); stroke-width: 1.5 }
.cursor { stroke: var(--ink) }
.cursor[x1="-9"] { display: none }
table { width: 100%; max-width: 720px; margin-top: 8px; border-collapse: collapse; font-size: 13px }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400 }
thead th { color: var(--quiet); font-size: 12px }
#read-out { position: fixed; left: 50%; bottom: 18px; transform: translateX(-50%); max-width: calc(100% - 24px); padding: 8px 18px; border-radius: 99px; background: var(--ink); color: var(--ground); font-size: 14px; white-space: pre; overflow: hidden; text-overflow: ellipsis }
@media (max-width: 640px) { .odd { display: none } .chart { width: calc(100% - 42px); margin-left: 42px } }
@media print {
  :root { color-scheme: light; --ground: #fff; --card: #fff; --ink: #000; --quiet: #555; --line: #ddd; --shape: #b5b5b5; --accent: #b8420f }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  body { font-size: 12px }
  main { padding: 0; max-width: none }
  .cards { grid-template-columns: repeat(3, minmax(0, 1fr)) }
  .value { font-size: 24px }
  figure, section { margin-top: 24px; break-inside: avoid }
  #read-out, .cursor { display: none }
}
`
