import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import {
  HSM_ADMIN_SERVICE,
  HSM_SERVICE,
  type HsmAdminServiceDefinition,
  type HsmServiceDefinition,
  isHsmError,
} from '@keystorm/protocol';
import type { Peer, Runtime } from '@keystorm/runtime';
import { createSimulation, type Simulation } from '@keystorm/runtime/sim';
import {
  commonName,
  type Credential,
  issueCertificate,
  issueCredential,
  requestCertificate,
} from './crypto/certificates.ts';
import { createHsmNode, type FleetMaterial, type HsmNode, type HsmNodeOptions, manufactureFleet } from './index.ts';

export const DEADLINE = { deadlineMs: 5_000 };
export const OFFICER_PASSWORD = 'officer123';
export const USER_PASSWORD = 'user12345';

/** The customer, who owns clusters. */
export interface Customer {
  readonly ca: Credential;
}

export async function newCustomer(runtime: Runtime): Promise<Customer> {
  return { ca: await issueCredential(runtime, 'Customer CA', 'authority') };
}

/** Signs a cluster's certificate signing request, PEM. */
export async function sign(runtime: Runtime, customer: Customer, csr: string): Promise<string> {
  const request = new x509.Pkcs10CertificateRequest(csr);
  const publicKey = request.publicKey.toString('pem');
  return await issueCertificate(runtime, {
    subject: [{ CN: ['cluster'] }],
    publicKey,
    use: 'transport',
    issuer: customer.ca,
  });
}

/** A certificate signing request, PEM, for a key pair that no HSM has. */
export async function foreignRequest(runtime: Runtime): Promise<string> {
  return await requestCertificate(runtime, commonName('another'), await runtime.compute.rsaKeyPair());
}

/** Whether a certificate is for the key pair of a request. */
export function isForKeyOf(csr: string, certificate: string): boolean {
  const requested = new x509.Pkcs10CertificateRequest(csr).publicKey;
  return new x509.X509Certificate(certificate).publicKey.toString('hex') === requested.toString('hex');
}

/** An appliance and the ways to it. */
export interface TestAppliance {
  readonly runtime: Runtime;
  readonly node: HsmNode;
  readonly admin: Peer<HsmAdminServiceDefinition>;
}

export interface ApplianceOptions {
  readonly number: number;
  readonly fleet: FleetMaterial;
  readonly host: string;
  readonly more?: Partial<HsmNodeOptions>;
}

/** `outside` is the machine of those who call the appliance. */
export async function startAppliance(
  runtime: Runtime,
  outside: Runtime,
  options: ApplianceOptions,
): Promise<TestAppliance> {
  const { number, fleet, host } = options;
  const node = createHsmNode(runtime, {
    applianceId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    availabilityZone: 'us-east-1a',
    adminAddress: `${host}:0`,
    clusterManagerAddress: `${host}:4600`,
    fleet,
    ...options.more,
  });
  await node.start();
  return { runtime, node, admin: adminOf(outside, fleet, node.adminAddress) };
}

export function adminOf(
  outside: Runtime,
  fleet: FleetMaterial,
  address: string,
  identity: keyof FleetMaterial['identities'] = 'cluster-manager',
): Peer<HsmAdminServiceDefinition> {
  return outside.network.connect(HSM_ADMIN_SERVICE, {
    address,
    tls: { trustAnchor: fleet.ca.certificate, ...fleet.identities[identity] },
  });
}

export function claimOf(slot: number, host: string, more: object = {}) {
  return {
    hsmId: `hsm-aaaaaaaaaa${slot}`,
    clusterId: 'cluster-aaaaaaaaaaa',
    slot,
    eniIp: `10.0.1.${slot + 10}`,
    dataAddress: `${host}:0`,
    keysMax: 100,
    usersMax: 10,
    ...more,
  };
}

/** Claims, signs, initializes. */
export async function initialize(
  runtime: Runtime,
  customer: Customer,
  admin: Peer<HsmAdminServiceDefinition>,
  claim: object,
): Promise<void> {
  await admin.call('Claim', claim, DEADLINE);
  const { clusterCsr } = await admin.call('CreateSigningRequest', {}, DEADLINE);
  const clusterCertificate = await sign(runtime, customer, clusterCsr);
  await admin.call('Initialize', { clusterCertificate, trustAnchor: customer.ca.certificate }, DEADLINE);
}

export function connectData(outside: Runtime, customer: Customer, node: HsmNode): Peer<HsmServiceDefinition> {
  if (node.dataAddress === undefined) throw new Error('the data service does not listen');
  return outside.network.connect(HSM_SERVICE, {
    address: node.dataAddress,
    tls: { trustAnchor: customer.ca.certificate },
  });
}

/** Changes the first officer's password; the peer stays logged in as the officer. */
export async function activate(data: Peer<HsmServiceDefinition>): Promise<void> {
  await data.call('Login', { userType: 'USER_TYPE_PRECO', userName: 'admin', password: 'password' }, DEADLINE);
  await data.call(
    'ChangePassword',
    { userType: 'USER_TYPE_PRECO', userName: 'admin', newPassword: OFFICER_PASSWORD },
    DEADLINE,
  );
}

export async function createCryptoUser(officer: Peer<HsmServiceDefinition>, userName: string): Promise<void> {
  await officer.call('CreateUser', { userType: 'USER_TYPE_CU', userName, password: USER_PASSWORD }, DEADLINE);
}

export async function logIn(
  data: Peer<HsmServiceDefinition>,
  userName: string,
  password = USER_PASSWORD,
): Promise<void> {
  await data.call('Login', { userType: 'USER_TYPE_CU', userName, password }, DEADLINE);
}

export async function generateKey(data: Peer<HsmServiceDefinition>, label = 'label'): Promise<number> {
  const { key } = await data.call('GenerateKey', { label, id: Buffer.from(label), lengthBytes: 32 }, DEADLINE);
  if (key === null) throw new Error('no key in the answer');
  return key.handle;
}

/** The code with which a call fails; `ok` when it does not. */
export function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => (isHsmError(error) ? error.code : String(error)),
  );
}

/** A simulation with a fleet and a customer. Appliances run on machines of their own, at addresses of their own. */
export interface World {
  readonly sim: Simulation;
  readonly outside: Runtime;
  readonly fleet: FleetMaterial;
  readonly customer: Customer;
  /** Starts an appliance, or starts it again after a crash. */
  start(number: number, more?: Partial<HsmNodeOptions>): Promise<TestAppliance>;
  crash(number: number): void;
  /** Starts an appliance and makes it the first HSM of a cluster: active, with the crypto user `kmsuser`. */
  activeHsm(number: number, claim?: object): Promise<ActiveHsm>;
  connect(appliance: TestAppliance): Peer<HsmServiceDefinition>;
}

export interface ActiveHsm extends TestAppliance {
  /** Logged in as the crypto officer `admin`. */
  readonly officer: Peer<HsmServiceDefinition>;
}

/** Another HSM of the cluster, made from a backup of the first. */
export async function peerOf(world: World, hsm: TestAppliance, number: number): Promise<TestAppliance> {
  const peer = await world.start(number);
  await peer.admin.call('Claim', claimOf(number - 1, hostOf(number)), DEADLINE);
  const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
  await peer.admin.call('Restore', { sealed }, DEADLINE);
  await peer.admin.call('SetLevel', { level: true }, DEADLINE);
  return peer;
}

/** A connection that is logged in as a crypto user. */
export async function userOf(
  world: World,
  appliance: TestAppliance,
  userName = 'kmsuser',
): Promise<Peer<HsmServiceDefinition>> {
  const user = world.connect(appliance);
  await logIn(user, userName);
  return user;
}

/** Gives one HSM all key objects and tombstones of another. */
export async function send(from: TestAppliance, to: TestAppliance): Promise<void> {
  const { objects } = await from.admin.call('ListObjects', {}, DEADLINE);
  const exported = await from.admin.call('ExportObjects', { handles: objects.map(({ handle }) => handle) }, DEADLINE);
  await to.admin.call('ImportObjects', exported, DEADLINE);
}

export function hostOf(number: number): string {
  return `10.0.0.${number}`;
}

/** Runs a test in a simulated world. */
export async function inWorld(seed: number | string, work: (world: World) => Promise<void>): Promise<void> {
  const sim = createSimulation({ seed });
  await sim.run(async () => {
    const outside = sim.runtime('outside');
    const fleet = await manufactureFleet(outside);
    const customer = await newCustomer(outside);
    const machine = (number: number) => `appliance-${number}`;
    const start: World['start'] = (number, more = {}) =>
      startAppliance(sim.runtime(machine(number)), outside, { number, fleet, host: hostOf(number), more });
    const connect: World['connect'] = ({ node }) => connectData(outside, customer, node);
    await work({
      sim,
      outside,
      fleet,
      customer,
      start,
      crash: (number) => sim.crash(machine(number)),
      connect,
      async activeHsm(number, claim = claimOf(number - 1, hostOf(number))) {
        const appliance = await start(number);
        await initialize(outside, customer, appliance.admin, claim);
        const officer = connect(appliance);
        await activate(officer);
        await createCryptoUser(officer, 'kmsuser');
        return { ...appliance, officer };
      },
    });
  });
}
