/** County groups of the programme in the order of their go-live (domain 1.1), with the federal codes of their counties. */
export const countyGroups: readonly { readonly number: number; readonly counties: readonly (readonly [fips: string, name: string])[] }[] = [
  { number: 1, counties: [['06075', 'San Francisco']] },
  { number: 2, counties: [['06065', 'Riverside'], ['06071', 'San Bernardino']] },
  {
    number: 3,
    counties: [
      ['06001', 'Alameda'], ['06025', 'Imperial'], ['06029', 'Kern'], ['06037', 'Los Angeles'], ['06067', 'Sacramento'], ['06073', 'San Diego'],
      ['06085', 'Santa Clara'], ['06107', 'Tulare'],
    ],
  },
  { number: 4, counties: [['06059', 'Orange']] },
];
