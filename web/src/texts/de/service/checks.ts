/** What Ajv says of input that does not fit. */
export const checks: Readonly<Record<string, string>> = {
  'must NOT have fewer than {} characters': 'muss mindestens {1} Zeichen haben',
  'must NOT have more than {} characters': 'darf höchstens {1} Zeichen haben',
  'must NOT have fewer than {} items': 'muss mindestens {1} Einträge haben',
  'must NOT have more than {} items': 'darf höchstens {1} Einträge haben',
  'must match pattern {}': 'hat nicht die richtige Form ({1})',
  'must be >= {}': 'muss mindestens {1} sein',
  'must be <= {}': 'darf höchstens {1} sein',
  'must be string': 'muss ein Text sein',
  'must be number': 'muss eine Zahl sein',
  'must be number or null': 'muss eine Zahl sein',
  'must be integer': 'muss eine ganze Zahl sein',
}
