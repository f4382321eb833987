import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openScreen } from '../../../src/commands/progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function terminal(isTTY = true) {
  let text = ''
  const write = (chunk: unknown, _: string, done: () => void) => {
    text += String(chunk)
    done()
  }
  const stream = Object.assign(new Writable({ write }), { isTTY, columns: 80, rows: 24 })
  /** Since the last look. */
  const shown = () => {
    const seen = text
    text = ''
    return seen
  }
  return { screen: openScreen({ json: false, stream }), shown }
}

it('bars are there anew each time, without the tracks of the time before that never ended', () => {
  const { screen, shown } = terminal()
  const first = screen.open()
  first.progress('Ada Low – Night Drive', 'download', 0.5)
  vi.advanceTimersByTime(200)
  expect(shown()).toContain('50 %  download             Ada Low – Night Drive')
  first.close()
  shown()
  vi.advanceTimersByTime(200)
  screen.print('another machine coordinates')
  expect(shown()).toBe('another machine coordinates\n')
  const second = screen.open()
  second.progress('Nia Kessler – Low Tide', 'analyse', 0.25)
  vi.advanceTimersByTime(200)
  const bars = shown()
  expect(bars).toContain('25 %  analyse              Nia Kessler – Low Tide')
  expect(bars).not.toContain('Night Drive')
  screen.print('a line')
  expect(shown()).toMatch(/a line\n.*25 %/s)
  second.close()
})

it('where there is no terminal, lines are all that is shown', () => {
  const { screen, shown } = terminal(false)
  const display = screen.open()
  display.progress('Ada Low – Night Drive', 'download', 0.5)
  vi.advanceTimersByTime(200)
  display.print('a line')
  display.close()
  expect(shown()).toBe('a line\n')
})
