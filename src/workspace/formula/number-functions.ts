// Functions of numbers. What is no finite number, as a division by zero, is made empty by the caller.

import { numberIn, numbersIn, optionalNumber } from './arguments.ts'
import type { FunctionTable } from './function-table.ts'
import { textOf } from './text.ts'
import { isDate, type Value } from './value.ts'
import type { Work } from './work.ts'

const MANY = Number.POSITIVE_INFINITY

export const NUMBER_FUNCTIONS: FunctionTable = {
  add: { arity: [2, 2], run: add },
  subtract: operator((a, b) => a - b),
  multiply: operator((a, b) => a * b),
  divide: operator((a, b) => a / b),
  mod: operator((a, b) => a % b),
  pow: operator((a, b) => a ** b),
  unaryMinus: { arity: [1, 1], run: ([value]) => -numberIn(value) },
  unaryPlus: { arity: [1, 1], run: toNumber },
  toNumber: { arity: [1, 1], run: toNumber },
  min: { arity: [1, MANY], run: args => leastOf(numbersIn(args)) },
  max: { arity: [1, MANY], run: args => greatestOf(numbersIn(args)) },
  sum: { arity: [1, MANY], run: args => sum(numbersIn(args)) },
  mean: { arity: [1, MANY], run: args => mean(numbersIn(args)) },
  median: { arity: [1, MANY], run: args => median(numbersIn(args)) },
  round: { arity: [1, 2], run: round },
  abs: ofOne(Math.abs),
  ceil: ofOne(Math.ceil),
  floor: ofOne(Math.floor),
  sqrt: ofOne(Math.sqrt),
  cbrt: ofOne(Math.cbrt),
  exp: ofOne(Math.exp),
  ln: ofOne(Math.log),
  log10: ofOne(Math.log10),
  log2: ofOne(Math.log2),
  sign: ofOne(Math.sign),
  pi: { arity: [0, 0], run: () => Math.PI },
  e: { arity: [0, 0], run: () => Math.E },
}

/** With a text on either side the other is written out beside it. */
function add([a, b]: readonly Value[], { scope }: Work): Value {
  if (typeof a === 'string' || typeof b === 'string') return textOf(a, scope.titleOf) + textOf(b, scope.titleOf)
  return numberIn(a) + numberIn(b)
}

function toNumber([value]: readonly Value[]): Value {
  if (typeof value === 'boolean') return Number(value)
  if (isDate(value)) return value.start
  return typeof value === 'string' ? leadingNumber(value) : optionalNumber(value)
}

/** "42 rabbits" is 42, "rabbits" nothing. */
function leadingNumber(text: string): number | undefined {
  const number = Number.parseFloat(text)
  return Number.isNaN(number) ? undefined : number
}

/** Halves go up. Shifted as text, since 1.005 * 100 is not 100.5. */
function round([value, digits]: readonly Value[]): Value {
  const number = optionalNumber(value)
  const places = Math.trunc(numberIn(digits))
  if (number === undefined || places === 0) return number === undefined ? undefined : Math.round(number)
  return shifted(Math.round(shifted(number, places)), -places)
}

function shifted(number: number, places: number): number {
  const [digits, exponent = '0'] = String(number).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

/** By steps, since a call takes only so many arguments. */
const leastOf = (numbers: readonly number[]) => numbers.reduce(least, numbers[0] ?? Number.NaN)
const greatestOf = (numbers: readonly number[]) => numbers.reduce(greatest, numbers[0] ?? Number.NaN)
const least = (a: number, b: number) => Math.min(a, b)
const greatest = (a: number, b: number) => Math.max(a, b)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return mean(middle)
}

function operator(compute: (a: number, b: number) => number) {
  return {
    arity: [2, 2] as const,
    run: ([a, b]: readonly Value[]) => compute(numberIn(a), numberIn(b)),
  }
}

function ofOne(compute: (number: number) => number) {
  return {
    arity: [1, 1] as const,
    run: ([value]: readonly Value[]) => {
      const number = optionalNumber(value)
      return number === undefined ? undefined : compute(number)
    },
  }
}
