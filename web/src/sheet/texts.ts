import { sheet as de } from '../texts/de/sheet.ts'
import { sheet as en } from '../texts/en/sheet.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
