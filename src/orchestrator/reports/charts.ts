// The charts of a report, as SVG.

import { escaped } from '../../audio/pictures/escape.ts'
import type { Report } from '../../model/report/report.ts'
import { timeWords } from '../../model/report/words.ts'

const WIDTH = 700
const HEIGHT = 140
const GAP = 2

/** A bar a day: done, and above it failed. */
export function dayChart({ days, first }: Report): string {
  const most = Math.max(1, ...days.map(({ done, failed }) => done + failed))
  const step = WIDTH / Math.max(1, days.length)
  const bars = days.flatMap(({ day, done, failed }, index) => {
    const doneHeight = (done / most) * HEIGHT
    const failedHeight = (failed / most) * HEIGHT
    const place = { x: index * step, width: step - GAP }
    const title = `${day}: ${done} done, ${failed} failed`
    return [
      bar({ ...place, y: HEIGHT - doneHeight, height: doneHeight, kind: day >= first ? 'now' : 'done', title }),
      bar({ ...place, y: HEIGHT - doneHeight - failedHeight, height: failedHeight, kind: 'failed', title }),
    ]
  })
  const [from, to] = [days[0]?.day ?? '', days.at(-1)?.day ?? '']
  return `<svg class="days" viewBox="0 -14 ${WIDTH} ${HEIGHT + 34}" role="img" aria-label="Tracks of each day">
<text x="0" y="-4">${most}</text><line class="axis" x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}"/>
${bars.join('')}
<text x="0" y="${HEIGHT + 16}">${escaped(from)}</text><text x="${WIDTH}" y="${HEIGHT + 16}" text-anchor="end">${escaped(to)}</text>
</svg>`
}

const ROW = 22
const NAMES = 150
const VALUES = 70

export function stageChart({ stages }: Report): string {
  const longest = Math.max(1, ...stages.map(({ p95Ms }) => p95Ms))
  const room = WIDTH - NAMES - VALUES
  const rows = stages.map(({ stage, medianMs, p95Ms }, index) => {
    const y = index * ROW
    const end = NAMES + (p95Ms / longest) * room
    const title = `${stage}: ${timeWords(medianMs)}, 95 %: ${timeWords(p95Ms)}`
    const box = { x: NAMES, y: y + 4, width: (medianMs / longest) * room, height: ROW - 8, kind: 'now', title } as const
    return `<text x="0" y="${y + 15}">${escaped(stage)}</text>${bar(box)}<line class="axis" x1="${NAMES}" y1="${y + ROW / 2}" x2="${round(end)}" y2="${y + ROW / 2}"/><text x="${round(end + 6)}" y="${y + 15}">${escaped(timeWords(medianMs))}</text>`
  })
  return `<svg class="stages" viewBox="0 0 ${WIDTH} ${stages.length * ROW}" role="img" aria-label="Time of each stage">
${rows.join('\n')}
</svg>`
}

interface Bar {
  x: number
  y: number
  width: number
  height: number
  kind: 'done' | 'now' | 'failed'
  title: string
}

function bar({ x, y, width, height, kind, title }: Bar): string {
  if (height <= 0 || width <= 0) return ''
  const box = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`
  return `<rect class="${kind}" ${box}><title>${escaped(title)}</title></rect>`
}

const round = (value: number) => Math.round(value * 10) / 10
