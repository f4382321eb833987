// What formula and rollup columns come to for a row.

import { evaluateFormula } from '../formula/evaluate.ts'
import { type Formula, FormulaError, parseFormula } from '../formula/parse.ts'
import type { Value } from '../formula/value.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import { formulaValue } from './formula-value.ts'
import { idList } from './option-types.ts'
import { plainText } from './rich-text.ts'

/** Other rows and tables, as far as a computed value asks for them. */
export interface Reader {
  page(id: string): PageRecord | undefined
  dataSource(id: string): DataSourceRecord | undefined
  /** Epoch milliseconds. */
  now: number
}

export interface Place {
  page: PageRecord
  schema: readonly Property[]
  reader: Reader
  /** Computed columns on the way here, the outermost first. */
  chain?: readonly string[]
}

/** Deeper chains of computed columns come out empty, and so does one that comes back to a column it has passed. */
const MAX_DEPTH = 10
const KEPT_FORMULAS = 500
const parsed = new Map<string, Formula>()

export function parsedFormula(expression: string): Formula {
  if (parsed.size > KEPT_FORMULAS) parsed.clear()
  const formula = parsed.get(expression) ?? parseFormula(expression)
  parsed.set(expression, formula)
  return formula
}

/** A formula that cannot be computed for this row, because of a type or its depth, is empty. */
export function valueOfFormula(property: Property, place: Place): Value {
  const inside = entered(property, place)
  if (!inside) return undefined
  const { page, reader } = place
  try {
    return evaluateFormula(parsedFormula(property.expression ?? ''), {
      now: reader.now,
      pageId: page.id,
      prop: name => valueOfCell(referredTo(place.schema, name), inside),
      pageProp: ({ id }, name) => ofPage(id, name, inside),
      titleOf: ({ id }) => titleOf(id, reader),
    })
  } catch (error) {
    if (error instanceof FormulaError) return undefined
    throw error
  }
}

/** A cell as formulas see it. */
export function valueOfCell(property: Property | undefined, place: Place): Value {
  if (!property) throw new FormulaError('a property of this name does not exist')
  if (property.type === 'formula') return valueOfFormula(property, place)
  if (property.type === 'rollup') return rolledUp(property, place)
  return formulaValue(property, place.page)
}

/** The related rows a rollup is over, each with the cell it takes; `limit` as pages show no more than 25. */
export function rollupCells(property: Property, place: Place, limit = Number.POSITIVE_INFINITY): RollupCell[] {
  const inside = entered(property, place)
  const relation = place.schema.find(each => each.id === property.rollup?.relation)
  const there = relation?.target && place.reader.dataSource(relation.target.dataSourceId)
  const target = there?.schema.find(each => each.id === property.rollup?.target)
  if (!inside || !relation || !there || !target) return []
  return idList(place.page.cells[relation.id])
    .slice(0, limit)
    .flatMap(id => {
      const page = place.reader.page(id)
      if (!page || page.inTrash) return []
      return [{ property: target, place: { ...inside, page, schema: there.schema } }]
    })
}

function entered({ id }: Property, place: Place): Place | undefined {
  const { page, chain = [] } = place
  const column = `${page.dataSourceId} ${id}`
  return chain.length > MAX_DEPTH || chain.includes(column) ? undefined : { ...place, chain: [...chain, column] }
}

/** A formula's own columns stand in it by their ids; another column may have such an id for a name. */
const referredTo = (schema: readonly Property[], id: string): Property | undefined =>
  schema.find(property => property.id === id) ?? findProperty(schema, id)

export interface RollupCell {
  property: Property
  place: Place
}

/** Rollups inside formulas are lists of what the related rows hold. */
function rolledUp(property: Property, place: Place): Value {
  return rollupCells(property, place).map(cell => valueOfCell(cell.property, cell.place))
}

function ofPage(id: string, name: string, place: Place): Value {
  const { reader } = place
  const page = reader.page(id)
  const source = page?.dataSourceId ? reader.dataSource(page.dataSourceId) : undefined
  if (!page || !source) return undefined
  return valueOfCell(findProperty(source.schema, name), { ...place, page, schema: source.schema })
}

export function titleOf(id: string, reader: Reader): string {
  const title = plainText(reader.page(id)?.cells.title)
  return title === '' ? 'Untitled' : title
}
