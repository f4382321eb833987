import { expect, it } from 'vitest'
import { openRest } from '../../../src/commands/rest.ts'

const never = new AbortController().signal
const LONG = 2 ** 30

it('ends soon after news, also news from before it began, once', async () => {
  const rest = openRest(1)
  const resting = rest.take(LONG, never)
  rest.end()
  rest.end()
  await resting
  rest.end()
  await rest.take(LONG, never)
  const stop = new AbortController()
  const left = rest.take(LONG, stop.signal)
  const isOver = await Promise.race([left.then(() => true), new Promise(resolve => setTimeout(resolve, 50, false))])
  expect(isOver).toBe(false)
  stop.abort()
  await left
})

it('ends when its time is over', () => openRest().take(1, never))
