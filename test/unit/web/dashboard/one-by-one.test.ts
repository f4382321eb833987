import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { oneByOne, TooMany } from '../../../../src/web/dashboard/one-by-one.ts'

it('of many questions one is at work at a time, and other work has its turn between any two', async () => {
  let [atWork, most, turns] = [0, 0, 0]
  const turnsAt: number[] = []
  const ask = oneByOne(async (question: number) => {
    atWork += 1
    most = Math.max(most, atWork)
    turnsAt.push(turns)
    await Promise.resolve()
    atWork -= 1
    return question * 2
  })
  const answers = Promise.all(Array.from({ length: 20 }, (_, at) => ask(at)))
  let isOver = false
  void answers.then(() => {
    isOver = true
  })
  while (!isOver) {
    await turn()
    turns += 1
  }
  expect(await answers).toEqual(Array.from({ length: 20 }, (_, at) => at * 2))
  expect(most).toBe(1)
  expect(new Set(turnsAt).size).toBe(20)
})

it('more than anybody waits for are refused, and one that fails holds up no other', async () => {
  const ask = oneByOne(async (question: number) => {
    if (question === 0) throw new Error('no')
    return question
  }, 3)
  const asked = await Promise.allSettled([ask(0), ask(1), ask(2), ask(3)])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'rejected'])
  expect(asked[3]).toMatchObject({ reason: expect.any(TooMany) })
  expect(await ask(4)).toBe(4)
})
