import { readFileSync } from 'node:fs';
import { ControlPlaneFile } from '../../packages/kms-control-plane/src/config.ts';
import { HsmNodeFile } from '../../packages/hsm-node/src/config.ts';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IService } from 'kubernetes-models/v1/Service';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { KUBERNETES_FILE, kubernetesYaml } from '../../scripts/kubernetes.ts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const text = readFileSync(KUBERNETES_FILE, 'utf8');
const manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest);

function allOf<T>(kind: string): readonly T[] {
  return manifests.filter((manifest) => manifest.kind === kind) as readonly unknown[] as readonly T[];
}

const sets = allOf<IStatefulSet>('StatefulSet');
const services = allOf<IService>('Service');
const hsmSets = sets.filter(({ metadata }) => metadata?.name?.startsWith('hsm-'));

test('the manifests are what scripts/kubernetes.ts makes, and valid by the schemas of Kubernetes', () => {
  expect(text).toBe(kubernetesYaml());
});

test('every HSM has an address of its own in the subnet of its zone, at which a service finds it', () => {
  const files = allOf<IConfigMap>('ConfigMap').flatMap(({ data = {} }) => Object.entries(data));
  const configs = new Map(files.map(([name, content]) => [name, content]));
  expect(hsmSets.map(({ metadata }) => metadata?.name)).toEqual(['hsm-a', 'hsm-b', 'hsm-c']);
  const ids = new Set<string>();
  for (const [index, { metadata, spec }] of hsmSets.entries())
    for (let pod = 0; pod < (spec?.replicas ?? 0); pod += 1) {
      const name = `${metadata?.name}-${pod}`;
      const config = HsmNodeFile.parse(JSON.parse(configs.get(`${name}.json`) ?? ''));
      const service = services.find((candidate) => candidate.metadata?.name === name);
      expect(config.fixedIp).toMatch(new RegExp(`^10\\.96\\.${index + 1}\\.\\d+$`));
      expect(config).toMatchObject({
        adminAddress: `${config.fixedIp}:2225`,
        availabilityZone: spec?.template.metadata?.labels?.['topology.kubernetes.io/zone'],
        clusterManagerAddress: `${addressOf('cluster-manager')}:4600`,
      });
      expect(service?.spec).toMatchObject({
        clusterIP: config.fixedIp,
        selector: { 'statefulset.kubernetes.io/pod-name': name },
      });
      ids.add(config.applianceId);
    }
  expect(ids.size).toBe(6);
  const [endpoint] = files.filter(([, content]) => content.includes('"http"')).map(([, content]) => content);
  expect(ControlPlaneFile.parse(JSON.parse(endpoint ?? '')).clusterManagerAddress).toBe(
    `${addressOf('cluster-manager')}:4600`,
  );
});

test('services lead to ports that pods have, and sets select their own pods', () => {
  for (const { metadata, spec } of sets) {
    const { template, selector, serviceName } = spec!;
    expect(template.metadata?.labels).toMatchObject(selector.matchLabels!);
    const names = template.spec?.containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name));
    const own = services.filter((service) => service.metadata?.name?.startsWith(metadata?.name ?? '-'));
    expect(own.map((service) => service.metadata?.name)).toContain(serviceName);
    for (const service of own)
      for (const { targetPort } of service.spec?.ports ?? []) expect(names).toContain(targetPort);
  }
});

test('every daemon has its volume, and asks the program in the image how it is', () => {
  for (const { spec } of sets) {
    expect(spec?.volumeClaimTemplates?.map((claim) => claim.metadata?.name)).toEqual(['data']);
    for (const container of spec?.template.spec?.containers ?? []) {
      expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
      expect(container.readinessProbe?.exec?.command?.slice(0, 3)).toEqual(['node', 'container.js', 'health']);
      const ports = container.ports?.map(({ name }) => name);
      expect(ports).toContain(container.livenessProbe?.tcpSocket?.port);
      expect(container.securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      });
    }
  }
});

test('nobody speaks with an HSM but the cluster-manager at its admin port, and KMS and the tools at its data port', () => {
  const policies = allOf<INetworkPolicy>('NetworkPolicy');
  const componentOf = (peer: { podSelector?: { matchLabels?: Record<string, string> } }) =>
    peer.podSelector?.matchLabels?.['app.kubernetes.io/component'];
  const hsm = policies.find(({ spec }) => componentOf(spec!) === 'hsm');
  const ways = hsm?.spec?.ingress?.flatMap(({ from = [], ports = [] }) =>
    from.map((peer) => `${componentOf(peer)} ${ports.map(({ port }) => port).join()}`),
  );
  expect(ways?.toSorted()).toEqual(['cluster-manager 2225', 'control-plane 2223', 'tools 2223']);
  // Whoever may be spoken with may be reached by those who may speak.
  const said = policies.flatMap(({ spec }) =>
    (spec?.egress ?? []).flatMap(({ to = [], ports = [] }) =>
      to.map((peer) => `${componentOf(spec!)} > ${componentOf(peer)}:${ports[0]?.port}`),
    ),
  );
  const heard = policies.flatMap(({ spec }) =>
    (spec?.ingress ?? []).flatMap(({ from = [], ports = [] }) =>
      from.flatMap((peer) =>
        componentOf(peer) === undefined ? [] : [`${componentOf(peer)} > ${componentOf(spec!)}:${ports[0]?.port}`],
      ),
    ),
  );
  expect(said.toSorted()).toEqual(heard.toSorted());
  const [everybody] = policies;
  expect(everybody?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

function addressOf(service: string): string | undefined {
  return services.find(({ metadata }) => metadata?.name === service)?.spec?.clusterIP;
}
