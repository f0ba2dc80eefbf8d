import { checks, forms } from './service/checks.ts'
import { entrance } from './service/entrance.ts'
import { operations } from './service/operations.ts'
import { readings } from './service/readings.ts'
import { sheet } from './service/sheet.ts'
import { utility } from './service/utility.ts'

/**
 * The service's own sentences, by their English ones. `{}` stands for what varies, `{#}` for a number or an instant;
 * `{1}` is the first of them.
 */
export const sentences: Readonly<Record<string, string>> = {
  ...entrance,
  ...readings,
  ...sheet,
  ...utility,
  ...operations,
  ...checks,
  ...forms,
}
