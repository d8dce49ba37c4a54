/*
 * Regions of the clouds that serve Claude, as AWS (docs.aws.amazon.com/global-infrastructure) and Google
 * (cloud.google.com/about/locations) list them; state of November 2026. A newer one is not an error.
 */

/** The form of a name of a region of AWS; those of the European Sovereign Cloud begin with `eusc-`. */
export const AWS_REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d{1,2}$/;

export const AWS_REGIONS: readonly string[] = [
  ...many('us', ['east-1', 'east-2', 'west-1', 'west-2', 'gov-east-1', 'gov-west-1']),
  ...many('eu', ['central-1', 'central-2', 'north-1', 'south-1', 'south-2', 'west-1', 'west-2', 'west-3']),
  ...many('ap', ['east-1', 'east-2', 'northeast-1', 'northeast-2', 'northeast-3', 'south-1', 'south-2']),
  ...many('ap', ['southeast-1', 'southeast-2', 'southeast-3', 'southeast-4', 'southeast-5', 'southeast-6']),
  ...many('ap', ['southeast-7']),
  ...many('ca', ['central-1', 'west-1']),
  ...many('me', ['central-1', 'south-1']),
  ...many('cn', ['north-1', 'northwest-1']),
  'af-south-1',
  'eusc-de-east-1',
  'il-central-1',
  'mx-central-1',
  'sa-east-1',
];

export const GOOGLE_REGIONS: readonly string[] = [
  'global',
  'us',
  'eu',
  ...many('us', ['central1', 'east1', 'east4', 'east5', 'south1', 'west1', 'west2', 'west3', 'west4']),
  ...many('northamerica', ['northeast1', 'northeast2', 'south1']),
  ...many('southamerica', ['east1', 'west1']),
  ...many('europe', ['central2', 'north1', 'north2', 'southwest1', 'west1', 'west2', 'west3', 'west4']),
  ...many('europe', ['west6', 'west8', 'west9', 'west10', 'west12']),
  ...many('asia', ['east1', 'east2', 'northeast1', 'northeast2', 'northeast3', 'south1', 'south2']),
  ...many('asia', ['southeast1', 'southeast2', 'southeast3']),
  ...many('australia', ['southeast1', 'southeast2']),
  ...many('me', ['central1', 'central2', 'west1']),
  'africa-south1',
];

function many(area: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${area}-${name}`);
}
