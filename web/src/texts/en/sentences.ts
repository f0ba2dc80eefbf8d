/** Those of the service's sentences that speak to who writes a program, in the words of who uses the dashboard. */
export const sentences: Readonly<Record<string, string>> = {
  'The {} is not as it should be; see errors.': 'Something is not as it should be; see the fields.',
  'The reading is not as it should be; see errors.': 'Something in the reading is not as it should be.',
  'The correction is not as it should be; see errors.': 'Something in the correction is not as it should be.',
  'The connector is not as it should be; see errors.': 'Something is not as it should be; see the fields.',
  'is no RFC 3339 timestamp such as {}': 'is no date and time such as {1}',
  'Another value stands there for this site, source and instant; correct it with PATCH /records/{id}.':
    'Another value of the same source stands at that time already; correct that one under Readings.',
  'No sheet is set; GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH, or PUT /sheets/connection, switch it on':
    'No sheet is connected; it can be connected under Google Sheet',
  '{} of {} rows are gone from the sheet at once, or have lost their Reading_ID. Nothing is withdrawn. Undo that in the sheet, or bring it back from the version history; if it is meant, say so with POST /sites/{site}/sheet/resume':
    '{1} of {2} rows are gone from the sheet at once, or have lost their Reading_ID. Nothing is withdrawn. Undo that in the sheet, or bring it back from the version history; if it is meant, let it go on on the site’s page',
  'Google knows no such spreadsheet; check GOOGLE_SHEET_ID, and that the spreadsheet is shared with {}':
    'Google knows no such spreadsheet; check the link, and that the spreadsheet is shared with {1}',
  'is required, because no spreadsheet is connected (GOOGLE_SHEET_ID, or PUT /sheets/connection)':
    'is required, because no spreadsheet is connected yet',
  'Switched off: {}. Switch a connector on with "enabled": true before sending to it.':
    'Switched off: {1}. Switch it on before sending through it.',
  'The site {} has no connector to a utility; {}.':
    'The site {1} has no connector to a utility; set one up under Utility.',
  'Readings have waited for the sheet for {}; GET /health says why.':
    'Readings have waited for the sheet for {1}; Status says why.',
  '{} or more sign-ins were refused within an hour, most of them from {} for {}; see GET /audit.':
    '{1} or more sign-ins were refused within an hour, most of them from {2} for {3}; see the audit log.',
  'The daily rehearsal of {} did not go well: {} Rehearse it with POST /utility/connectors/{}/test.':
    'The daily rehearsal of {1} did not go well: {2}',
  'Then decide with POST /utility/submissions/{}/resolve or …/retry.': '',
  'See GET /utility/submissions/{}; correct the reading and push it anew, or resolve the submission.':
    'Correct the reading and push it anew, or close the submission.',
  'must be number': 'must be a number',
  'must be number or null': 'must be a number',
  'must be integer': 'must be a whole number',
  'must be >= {}': 'must be {1} or more',
  'must be <= {}': 'must be {1} or less',
}
