// The dashboard's page in a real browser, over names that mean harm: nothing of them runs, all of it can be read.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, type Chromium, startChromium } from '../support/browser/chromium.ts'
import type { Page } from '../support/browser/page.ts'
import { type DashboardHouse, HOSTILE, MADE_UP, openDashboardHouse, TOKEN } from '../support/dashboard-house.ts'
import { hostileCluster } from '../support/made-up-cluster.ts'
import { dimTexts, outside } from '../support/page-looks.ts'

/** Whoever wants to look at the pictures names a folder that stays. */
const KEPT = process.env.DASHBOARD_PICTURES
const PICTURES = KEPT ?? mkdtempSync(join(tmpdir(), 'dashboard-page-'))
const WIDTHS = [
  [390, 844],
  [1440, 900],
] as const
/** Marks that turn what is written beside them, and names without anything to see. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g
const UNSEEN = /^[\p{C}\p{Z}\p{M}]+$/u
const VIEWS = ['now', 'tracks', 'failures', 'tasks', 'runs', 'charts']

describe.skipIf(CHROMIUM === undefined)('the dashboard’s page (needs chromium)', () => {
  let house: DashboardHouse
  let browser: Chromium
  let page: Page
  beforeAll(async () => {
    house = await openDashboardHouse({ token: TOKEN, cluster: hostileCluster(HOSTILE) })
    browser = await startChromium()
    page = await browser.open()
    await page.look(1440, 900, 'light')
    await page.go(`${house.url}/#tracks`)
    await page.click('#token')
    await page.type(TOKEN)
    await page.press('Enter')
    await page.until('document.querySelector("#state")?.textContent === "live"')
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await house?.[Symbol.asyncDispose]()
    if (KEPT === undefined) rmSync(PICTURES, { recursive: true, force: true })
  })

  const show = async (view: string) => {
    await page.value(`void (location.hash = ${JSON.stringify(view)})`)
    const name = view.split('?')[0]
    await page.until(`document.querySelector('.ways [data-view=${name}]').ariaCurrent === 'page'`)
    await page.until('!document.querySelector("main .loading")')
  }

  it('comes back to the view that was asked for before the sign-in', async () => {
    expect(await page.value('location.hash')).toBe('#tracks')
    await page.until(`document.querySelectorAll('#tracks > li').length === 50`)
    expect(await page.value('document.querySelector(".pages").textContent')).toContain('1 of 3')
  })

  it('runs nothing of what it shows, and shows all of it', async () => {
    for (const view of [...VIEWS, `tracks?track=${house.rows.hostile[0]?.id}`, `tracks?track=${house.rows.unsure.id}`])
      await show(view)
    await show('now')
    await page.until(`document.querySelectorAll('#machines > li').length === ${HOSTILE.length + 1}`)
    const machines = await page.value<string>('document.querySelector(".machines-part").textContent')
    for (const words of ['coordinates', '2 of 3 places in use', '12,345 pieces done', 'The queue track is paused'])
      expect(machines).toContain(words)
    await show('tracks?state=failed')
    await page.until(`document.querySelectorAll('#tracks > li').length === 9`)
    const shown = await page.value<string>('document.querySelector("#tracks").textContent')
    for (const name of HOSTILE)
      expect(shown).toContain(UNSEEN.test(name) ? 'without a name' : name.replaceAll(TURNS, '').slice(0, 100))
    expect(
      await page.value('window.harmed === undefined && !document.querySelector("main script, main [onerror]")'),
    ).toBe(true)
  })

  for (const [width, height] of WIDTHS)
    for (const scheme of ['light', 'dark'] as const)
      it(`fits into ${width} pixels and can be read, ${scheme}`, async () => {
        await page.look(width, height, scheme)
        for (const view of [...VIEWS, `tracks?track=${house.rows.song.id}`]) {
          await show(view)
          await page.screenshot(join(PICTURES, `${view.replace(/\W.*/, '-one')}-${width}-${scheme}.png`))
          expect(await page.value(outside), view).toEqual([])
          expect(await page.value(dimTexts), view).toEqual([])
        }
      })

  it('narrows the list by words and states, and keeps both in the address', async () => {
    await page.look(1440, 900, 'light')
    await show('tracks')
    await page.click('#search')
    await page.type('made up 11')
    await page.until(`document.querySelectorAll('#tracks > li').length === 11`)
    expect(await page.value('document.querySelector("main h1").textContent')).toBe('11 tracks for this search')
    expect(decodeURIComponent(await page.value<string>('location.hash'))).toBe('#tracks?q=made+up+11')
    await page.go(`${house.url}/#tracks?q=low&state=failed`)
    await page.until(`document.querySelectorAll('#tracks > li').length === 1`)
    expect(await page.value('document.querySelector("#tracks").textContent')).toContain('Gone')
    expect(await page.value('document.querySelector("#search").value')).toBe('low')
    await page.click('#search')
    await page.type(' nothing fits this')
    await page.until(`document.querySelector('main .empty')?.textContent.startsWith('No track fits')`)
  })

  it('says in figures what its charts draw, also by the keyboard', async () => {
    await show('charts')
    await page.until(`document.querySelectorAll('#charts figure').length === 6`)
    const keys = `document.querySelector('#charts figure:last-child')`
    await page.value(`${keys}.querySelector('.stage').focus()`)
    await page.press('ArrowRight')
    expect(await page.value(`${keys}.querySelector('.read-out').textContent`)).toMatch(/^1A, .* minor: 10 tracks$/)
    const total = await page.value(
      `[...${keys}.querySelectorAll('tbody td:last-child')].reduce((sum, cell) => sum + Number(cell.textContent), 0)`,
    )
    expect(total).toBe(MADE_UP + 1)
  })

  it('asked for nothing elsewhere, and nothing was refused or broken', () => {
    const others = page.requested.filter(address => new URL(address).origin !== house.url)
    expect(others.filter(address => address !== 'about:blank')).toEqual([])
    expect(page.complaints).toEqual([])
  })
})
