/**
 * The HSM of KMS's own, in which keys of origin AWS_KMS live, is that of one more key store. Its Region is a world of its
 * own like any other, but requests that are signed for it are refused at the door: so neither the store nor its cluster,
 * networks and backups are ever seen by a customer. There is no such Region in AWS.
 */
export const OWN_REGION = 'zz-central-0';
export const OWN_STORE_ID = 'aws-kms';

/** Where the record of a key's store is: KMS's own serves the keys of all Regions. */
export function regionOfStore(region: string, storeId: string): string {
  return storeId === OWN_STORE_ID ? OWN_REGION : region;
}
