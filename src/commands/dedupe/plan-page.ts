// A plan of `dedupe` as one HTML page that needs nothing else: no network, no script.

import { createHash } from 'node:crypto'
import { escaped } from '../../audio/pictures/escape.ts'
import { PAGE_STYLE } from '../../audio/pictures/page-style.ts'
import { counted } from '../../model/counted.ts'
import type { DedupeGroup, DedupePlan } from '../../model/dedupe/plan.ts'
import { copyWords, gainWords, leftFiles, type Member, membersOf, percent, sumsOf, sumWords } from './words.ts'

const STYLE = `${PAGE_STYLE}
.group { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; margin-top: 18px; break-inside: avoid }
.group table { max-width: none }
.group td { vertical-align: top; overflow-wrap: anywhere }
.why { color: var(--quiet); font-size: 13px }
.keeps td:first-child { color: var(--accent); font-weight: 650 }
.files { color: var(--quiet); font: 12px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace }
.group ul { padding-left: 20px; margin-top: 10px; font-size: 14px; overflow-wrap: anywhere }
`

/** Nothing may be loaded; only this page's own style applies. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** @param file where the plan itself lies */
export function planPage(plan: DedupePlan, file: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Duplicates: ${counted(plan.groups.length, 'group')}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${header(plan, file)}
${plan.groups.map(groupHtml).join('\n')}
${nearHtml(plan)}
</main>
</body>
</html>
`
}

function header(plan: DedupePlan, file: string): string {
  const { rows, recordings, files } = plan.looked
  const looked = [counted(recordings, 'recording'), counted(files, 'file'), counted(rows, 'finished row')].join(', ')
  return `<header>
<h1>${counted(plan.groups.length, 'recording')} more than once</h1>
<p class="path">${escaped(plan.library)} · ${escaped(plan.madeAt.slice(0, 16).replace('T', ' '))} UTC · ${escaped(looked)} looked at</p>
<p>Would go: ${escaped(sumWords(sumsOf(plan)))}. Nothing is done before <code>${escaped(`orchestrator dedupe --apply ${file}`)}</code>.</p>
</header>`
}

function groupHtml(group: DedupeGroup): string {
  const lines = [
    ...group.gains.map(gain => `gets ${gainWords(gain)}`),
    ...leftFiles(group).map(left => `left where it is: ${left}`),
  ]
  const list = lines.map(line => `<li>${escaped(line)}</li>`).join('')
  return `<section class="group" id="${escaped(group.id)}">
<h2>${escaped(group.label)}</h2>
<p class="why">${escaped(group.why)}</p>
<table><tbody>${membersOf(group).map(memberHtml).join('')}</tbody></table>
${list && `<ul>${list}</ul>`}
</section>`
}

function memberHtml({ copy, isKeeper, evidence, stays }: Member): string {
  const state = isKeeper ? 'keeps' : stays ? 'stays' : 'goes'
  const files = copy.files.map(({ path }) => escaped(path)).join('<br>')
  const about = [copyWords(copy), evidence, stays].filter(text => text !== undefined).map(escaped)
  return `<tr class="${state}"><td>${state}</td><td>${escaped(copy.label)}<br>${about.join('<br>')}</td><td class="files">${files}</td></tr>`
}

function nearHtml({ near }: DedupePlan): string {
  if (near.length === 0) return ''
  const rows = near.map(
    ({ labels: [one, other], agreement, because }) =>
      `<tr><td>${escaped(one)}</td><td>${escaped(other)}</td><td>${percent(agreement)}</td><td>${escaped(because)}</td></tr>`,
  )
  return `<section id="near"><h2>Alike, and kept</h2><p>For a look: versions, edits, a shared part.</p><table><tbody>${rows.join('')}</tbody></table></section>`
}
