// Why a page is not to be had, where it is the page's own fault: only what needs the page stands still then.

import { type Fault, isFault } from '../../errors.ts'
import type { PagePort } from '../../notion/page-port.ts'

/** @returns undefined when the fault is not the page's */
export async function troubleOf(error: unknown, page: PagePort): Promise<string | undefined> {
  if (!isFault(error)) return undefined
  const { status } = error.fields
  if (isOfPage(error)) return error.message
  const isRefused = error.errorClass === 'Input' || status === 403
  if (!isRefused && status !== 404) return undefined
  return (await saidByPage(page)) ?? (isRefused ? error.message : undefined)
}

async function saidByPage(page: PagePort): Promise<string | undefined> {
  try {
    await page.require()
    return undefined
  } catch (reason) {
    return isFault(reason) && isOfPage(reason) ? reason.message : undefined
  }
}

/** What `require` itself says is wrong with the page. */
const isOfPage = (fault: Fault): boolean => fault.errorClass === 'Environment' && fault.fields.page !== undefined
