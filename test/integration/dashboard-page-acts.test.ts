// What a person does on the dashboard's page, in a real browser: looks on, plays, orders, uses no mouse, loses the line.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trackKey } from '../../src/model/job.ts'
import { done } from '../../src/model/outcome.ts'
import { CHROMIUM, type Chromium, startChromium } from '../support/browser/chromium.ts'
import type { Page } from '../support/browser/page.ts'
import { type DashboardHouse, openDashboardHouse, TOKEN } from '../support/dashboard-house.ts'

describe.skipIf(CHROMIUM === undefined)('what is done on the dashboard’s page (needs chromium)', () => {
  let house: DashboardHouse
  let browser: Chromium
  let page: Page
  beforeAll(async () => {
    house = await openDashboardHouse()
    browser = await startChromium()
    page = await browser.open()
    await page.look(1440, 900, 'light')
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await house?.[Symbol.asyncDispose]()
  })

  const isLive = 'document.querySelector("#state")?.textContent === "live"'
  const show = async (hash: string, until: string) => {
    await page.value(`void (location.hash = ${JSON.stringify(hash)})`)
    await page.until(until)
  }
  /** Presses a button of an entry of a list, reads what will happen, agrees; what the program answered. */
  const order = async (list: string, key: string, act: string) => {
    const entry = `[...document.querySelectorAll('${list} > li')].find(one => one.dataset.key === '${key}')`
    await page.until(`${entry}?.querySelector('[data-act="${act}"]')`)
    await page.value(`${entry}.querySelector('[data-act="${act}"]').click()`)
    await page.until('document.querySelector("#ask").open')
    expect(await page.value('document.querySelector("#ask").innerText.length')).toBeGreaterThan(60)
    await page.click('#go')
    await page.until('document.querySelector("#ask .answer.good")')
    const said = await page.value<string>('document.querySelector("#ask .answer").textContent')
    await page.click('#leave-it')
    return said
  }

  it('asks for the token, and says when it was another', async () => {
    await page.go(`${house.url}/`)
    await page.click('#token')
    await page.type('not the token at all')
    await page.press('Enter')
    await page.until('document.querySelector("#says")?.textContent.includes("that is not DASHBOARD_TOKEN")')
    await page.click('#token')
    await page.type(TOKEN)
    await page.press('Enter')
    await page.until(isLive)
    page.complaints.length = 0 // the browser itself tells of the answer 401
  })

  it('shows work as it goes on, without a reload', async () => {
    await page.value('void (window.isSame = true)')
    const job = await house.begin(house.rows.next)
    house.live.progress('Ada Low – In Work', 'download', 0.25)
    const row = 'document.querySelector("#running > li")'
    await page.until(`${row}?.textContent.includes('download') && ${row}.textContent.includes('25 %')`)
    house.live.progress('Ada Low – In Work', 'convert', 0.75)
    await page.until(
      `${row}.textContent.includes('convert') && ${row}.querySelector('.meter rect').width.baseVal.value === 75`,
    )
    await house.tools.queue.finish(job, done('128.00 BPM'), { startedAt: Date.now() - 1000 })
    const { id } = house.rows.next
    const outcome = { kind: 'done', text: '128.00 BPM' } as const
    house.live.ended({ kind: 'track', id, label: 'Ada Low – In Work', handler: 'track', outcome, ms: 1000 })
    await page.until(
      `!${row}?.textContent.includes('convert') && document.querySelector('#ended').textContent.includes('In Work')`,
    )
    expect(await page.value('window.isSame')).toBe(true)
  })

  it('orders: again, this recording, leave it, leave that service', async () => {
    const { broken, unsure, hostile } = house.rows
    const [ignored] = hostile
    await show('failures', 'document.querySelectorAll("#failures > li").length === 10')
    expect(await order('#failures', trackKey(broken.id), 'retry')).toContain('Gone')
    expect(house.tools.queue.resting(trackKey(broken.id))?.state).toBe('waiting')
    await order('#failures', trackKey(ignored?.id ?? ''), 'ignore')
    expect(house.tools.ignored.has(ignored?.id ?? '')).toBe(true)
    await order('#failures', trackKey(unsure.id), 'candidate')
    const row = await (await house.tools.tracks()).read(unsure.id)
    expect(row?.soundcloudUrl).toBe(house.links[0])
    await page.until('document.querySelectorAll("#failures > li").length === 7')
    await show('now', 'document.querySelector("#lanes .pair bdi")?.textContent === "SoundCloud"')
    await order('#lanes', 'soundcloud', 'pause')
    await page.until(`document.querySelector('#lanes').textContent.includes('paused by a person')`)
    await order('#lanes', 'soundcloud', 'resume')
    await page.until(`!document.querySelector('#lanes').textContent.includes('paused by a person')`)
  })

  it('plays a file from where the waveform is pressed, and goes on from view to view', async () => {
    const { song } = house.rows
    await show(`tracks?track=${song.id}`, 'document.querySelector("#play-one")')
    const isLoaded = (place: string) => `document.querySelector('${place} img')?.naturalWidth > 0`
    await page.until(`${isLoaded('.one .cover')} && ${isLoaded('.one .wave')}`)
    await page.click('.one button.wave')
    await page.until('document.querySelector("#audio").currentTime > 20.1')
    await show('runs', 'document.querySelectorAll("#runs > li").length === 50')
    const at = await page.value<number>('document.querySelector("#audio").currentTime')
    await page.until(`document.querySelector("#audio").currentTime > ${at}`)
    await page.click('#toggle')
    await page.until('document.querySelector("#audio").paused')
    await page.value('document.querySelector("#seek").focus()')
    await page.value('document.querySelector("#audio").currentTime = 0')
    await page.press('ArrowRight')
    await page.until('document.querySelector("#audio").currentTime === 5 && !document.querySelector("#audio").seeking')
    expect(await page.value('document.querySelector("#seek").ariaValueText')).toBe('0:05 of 0:40')
    expect(await page.value('document.querySelector("#player .trouble").textContent')).toBe('')
  })

  it('is led by the keyboard alone: every link and button has its turn, and is seen to have it', async () => {
    const { broken } = house.rows
    await show(`tracks?q=ada&track=${broken.id}`, 'document.querySelector(".one [data-act=ignore]")')
    await page.value('document.querySelector("#skip").focus()')
    const wanted = await page.value<number>(
      `(window.wanted = new Set([...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(one => one.checkVisibility() && !one.disabled))).size`,
    )
    expect(wanted).toBeGreaterThan(20)
    const pale: string[] = []
    for (let count = 0; count < wanted; count += 1) {
      const seen = await page.value<string>(`(() => {
        const at = document.activeElement
        wanted.delete(at)
        const isSeen = [at, at.closest('.wave, .track')].some(one => one && parseFloat(getComputedStyle(one).outlineWidth) > 0 && getComputedStyle(one).outlineStyle !== 'none')
        return isSeen ? '' : at.outerHTML.slice(0, 80)
      })()`)
      if (seen) pale.push(seen)
      await page.press('Tab')
    }
    expect(await page.value('[...wanted].map(one => one.outerHTML.slice(0, 80))')).toEqual([])
    expect(pale).toEqual([])
  })

  it('says that the line is lost and what it shows is old, and comes back by itself', async () => {
    expect(page.complaints).toEqual([])
    await show('now', isLive)
    await house.stop()
    await page.until('document.querySelector("#line").textContent.includes("The connection is lost.")')
    expect(await page.value('document.querySelector("#state").textContent')).toBe('not connected')
    expect(await page.value('document.querySelector("#line").textContent')).toMatch(/What you see is of \d\d:\d\d/)
    await house.resume()
    await page.until('document.querySelector("#sign-in").open') // its sessions ended with the program
    await page.click('#sign-in #token')
    await page.type(TOKEN)
    await page.press('Enter')
    await page.until(`${isLive} && document.querySelector('#line').textContent === ''`)
  })

  it('says that nothing can be ordered while there is no token', async () => {
    await using open = await openDashboardHouse({})
    await page.go(`${open.url}/#failures`)
    await page.until('document.querySelectorAll("#failures > li").length === 10')
    expect(await page.value('document.querySelector("#rights").textContent')).toMatch(/^Read only\. DASHBOARD_TOKEN/)
    expect(await page.value('document.querySelectorAll("[data-act]").length')).toBe(0)
    const status = await page.value(
      `fetch('/api/act', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'pause', lane: 'soundcloud' }) }).then(answer => answer.status)`,
    )
    expect(status).toBe(403)
    expect(open.tools.lanes.status().find(({ name }) => name === 'soundcloud')?.state).toBe('parked')
  })
})
