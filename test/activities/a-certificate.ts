/** A certificate that nobody signs but itself, for wrong.example, valid from 2020 to 2120; of no use but to be refused. */
export const CERTIFICATE = pem('CERTIFICATE', [
  'MIIBbTCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA13cm9uZy5leGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIx',
  'MjAwMTAxMDAwMDAwWjAYMRYwFAYDVQQDDA13cm9uZy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/OxJ/hXzRjQ7',
  'rqG7AV+QFI/USh03gq0k9iQDyEi8ffl3IIsu/lf5lFV3cVKpzImouiS/2BiuqT4+fpCbeFd6SKNMMEowDwYDVR0TAQH/BAUwAwEB',
  '/zAYBgNVHREEETAPgg13cm9uZy5leGFtcGxlMB0GA1UdDgQWBBRJoeO+6rdz7oXmClVTD9rMeliIJzAKBggqhkjOPQQDAgNIADBF',
  'AiEAvs1FiHPTxv4CuocqlIKJ87njOUvdhwK8xaaBVL0HpjACIBXmiM37jC75SxXqa+/x033CTmDmil2Q0sFfmuh4VVcV',
]);

export const ITS_KEY = pem('PRIVATE KEY', [
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5XHl0f4q4BhxRkphU3vIjANLQ5nPBPnwUcqkPn1IwjWhRANCAAT8',
  '7En+FfNGNDuuobsBX5AUj9RKHTeCrST2JAPISLx9+Xcgiy7+V/mUVXdxUqnMiai6JL/YGK6pPj5+kJt4V3pI',
]);

function pem(what: string, lines: readonly string[]): string {
  return [`-----BEGIN ${what}-----`, ...(lines.join('').match(/.{1,64}/g) ?? []), `-----END ${what}-----`, ''].join(
    '\n',
  );
}
