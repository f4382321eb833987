// A box on the control page was changed: the order is carried out once, and answered in its place.

import type { ActAnswer } from '../../model/act.ts'
import type { Order } from '../../model/control-page/judge.ts'
import type { Held } from '../../model/control-page/line.ts'
import { ANSWER } from '../../model/control-page/plan-page.ts'
import { moment } from '../../model/moment.ts'
import { performAct } from '../acts/perform-act.ts'
import type { ControlPageDeps } from './tend.ts'
import { cut } from './words.ts'

/** `isTheirs`: the person rewrote the line as well; it is theirs from now on. */
type GivenOrder = Order & { isTheirs: boolean }

/** Killed at any point: it was done and is known by its number, or it is still to be done. */
export async function obey(
  { tools, readyStatuses, log }: ControlPageDeps,
  page: string,
  { held, act, checked, isTheirs }: GivenOrder,
): Promise<void> {
  const { pageBlocks } = tools
  const order = `${page} ${held.id} ${held.turn}`
  const also = (answer: ActAnswer) => {
    const key = `${ANSWER}${order}`
    const isSwitch = held.tick !== undefined && held.untick !== undefined
    if (!isSwitch || !answer.ok)
      pageBlocks.answer(page, { key, section: held.section, text: answerText(answer, tools.now()) })
    if (isTheirs) pageBlocks.drop(held.id)
    else pageBlocks.put(page, isSwitch ? switched(held, checked) : answered(held, key, checked))
  }
  const { ok, says } = await performAct(tools, act, { by: 'control page', order, readyStatuses, also })
  log.info({ act: act.kind, ok, says }, 'an order of the control page was carried out')
}

const answerText = ({ ok, says }: ActAnswer, now: Date) =>
  cut(`${moment(now.getTime())} · ${ok ? '' : 'not done: '}${says}`)

/** It goes on showing what it shows. */
const switched = (held: Held, checked: boolean): Held => ({ ...held, checked, turn: held.turn + 1 })

/** From now on it is the answer's place. */
const answered = ({ tick: _tick, untick: _untick, ...held }: Held, key: string, checked: boolean): Held => ({
  ...held,
  key,
  checked,
  turn: held.turn + 1,
})
