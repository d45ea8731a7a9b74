// The system of docker-compose.yml for Kubernetes: `node scripts/kubernetes.ts` writes containers/kubernetes.yaml.
import { writeFileSync } from 'node:fs';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { type INetworkPolicy, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { Service } from 'kubernetes-models/v1/Service';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { stringify } from 'yaml';

/** Where the manifests are. */
export const KUBERNETES_FILE = new URL('../containers/kubernetes.yaml', import.meta.url);

const NAMESPACE = 'keystorm';
/** Of the addresses of services: kubeadm's default for them is 10.96.0.0/12. */
const VPC_PREFIX = '10.96';
const ZONES = ['a', 'b', 'c'];
const APPLIANCES_PER_ZONE = 2;
const PORTS = { data: 2223, admin: 2225, manager: 4600, endpoint: 4599 } as const;
const CLUSTER_MANAGER_IP = `${VPC_PREFIX}.1.10`;
const CONTROL_PLANE_IP = `${VPC_PREFIX}.1.11`;
const CONFIG_FILE = '/etc/keystorm/config.json';
/** Of the user `node` in the image. */
const UID = 1000;
const READABLE_BY_GROUP = 0o440;

type Component = 'hsm' | 'cluster-manager' | 'control-plane' | 'tools';
type Manifest = { validate(): void; toJSON(): unknown };

function named(name: string) {
  return { name, namespace: NAMESPACE };
}

function labels(component: Component): Record<string, string> {
  return { 'app.kubernetes.io/name': 'keystorm', 'app.kubernetes.io/component': component };
}

function configuration(name: string, files: Readonly<Record<string, object>>): ConfigMap {
  const data = Object.entries(files).map(([file, content]) => [file, `${JSON.stringify(content, null, 2)}\n`]);
  return new ConfigMap({ metadata: named(name), data: Object.fromEntries(data) as Record<string, string> });
}

/** An address that stays when the pod behind it goes. Who does not serve is asked how it is all the same. */
function address(
  name: string,
  clusterIP: string,
  selector: Record<string, string>,
  ports: Readonly<Record<string, number>>,
): Service {
  const listed = Object.entries(ports).map(([port, number]) => ({ name: port, port: number, targetPort: port }));
  return new Service({
    metadata: named(name),
    spec: { clusterIP, publishNotReadyAddresses: true, selector, ports: listed },
  });
}

/** A container that may do nothing but run its program and write its volumes. */
function container(name: string, command: readonly string[], volumeMounts: readonly IVolumeMount[]): IContainer {
  return {
    name,
    image: 'keystorm',
    imagePullPolicy: 'IfNotPresent',
    command: [...command],
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'fleet', mountPath: '/fleet', readOnly: true },
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
      ...volumeMounts,
    ],
  };
}

function pod(of: IContainer, volumes: readonly IVolume[], more: Partial<IPodSpec> = {}): IPodSpec {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: UID,
      runAsGroup: UID,
      fsGroup: UID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [of],
    volumes: [
      { name: 'fleet', secret: { secretName: 'keystorm-fleet', defaultMode: READABLE_BY_GROUP } },
      { name: 'tmp', emptyDir: {} },
      ...volumes,
    ],
    ...more,
  };
}

interface DaemonPlan {
  readonly name: string;
  readonly component: Component;
  readonly program: string;
  readonly replicas: number;
  /** Name → number; the first one tells whether the daemon is alive. */
  readonly ports: Readonly<Record<string, number>>;
  /** Of the configuration that a pod gets: the same for all, or one for each by its name. */
  readonly config: Pick<IVolumeMount, 'subPath' | 'subPathExpr'>;
  readonly labels?: Record<string, string>;
  readonly more?: Partial<IPodSpec>;
}

/** A StatefulSet also where there is one pod: a second one beside it would write the same volume. */
function daemon({ name, component, program, replicas, ports, config, more = {}, ...plan }: DaemonPlan): StatefulSet {
  const matchLabels = { ...labels(component), ...plan.labels };
  const [alive = ''] = Object.keys(ports);
  const running: IContainer = {
    ...container(
      name,
      ['node', program, '--config', CONFIG_FILE],
      [{ name: 'config', mountPath: CONFIG_FILE, readOnly: true, ...config }],
    ),
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort })),
    // Ready is who serves, alive who listens: a full disk is no reason for a restart.
    readinessProbe: {
      exec: { command: ['node', 'container.js', 'health', '--config', CONFIG_FILE] },
      periodSeconds: 10,
      timeoutSeconds: 5,
    },
    livenessProbe: { tcpSocket: { port: alive }, periodSeconds: 10, failureThreshold: 3 },
    startupProbe: { tcpSocket: { port: alive }, periodSeconds: 1, failureThreshold: 60 },
  };
  return new StatefulSet({
    metadata: named(name),
    spec: {
      serviceName: name,
      replicas,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels },
      template: {
        metadata: { labels: matchLabels },
        spec: pod(running, [{ name: 'config', configMap: { name } }], { terminationGracePeriodSeconds: 15, ...more }),
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  });
}

/** The subnet of an Availability Zone: HSM appliances, one of them to spare. */
function zone(letter: string, number: number): readonly Manifest[] {
  const name = `hsm-${letter}`;
  const availabilityZone = `us-east-1${letter}`;
  const zoneLabel = { 'topology.kubernetes.io/zone': availabilityZone };
  const ports = { admin: PORTS.admin, data: PORTS.data };
  const appliances = Array.from({ length: APPLIANCES_PER_ZONE }, (_, index) => ({
    podName: `${name}-${index}`,
    ip: `${VPC_PREFIX}.${number}.${21 + index}`,
    applianceId: `00000000-0000-4000-8000-000000000${number}0${index + 1}`,
  }));
  const configs = appliances.map(({ podName, ip, applianceId }) => [
    `${podName}.json`,
    {
      applianceId,
      availabilityZone,
      adminAddress: `${ip}:${PORTS.admin}`,
      fixedIp: ip,
      listenHost: '0.0.0.0',
      clusterManagerAddress: `${CLUSTER_MANAGER_IP}:${PORTS.manager}`,
      fleetDir: '/fleet',
      dataDir: '/data',
    },
  ]);
  // In the zone of that name, where the nodes have one.
  const requirement = { key: 'topology.kubernetes.io/zone', operator: 'In' as const, values: [availabilityZone] };
  const affinity = {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [requirement] } },
      ],
    },
  };
  return [
    configuration(name, Object.fromEntries(configs) as Record<string, object>),
    ...appliances.map(({ podName, ip }) =>
      address(podName, ip, { 'statefulset.kubernetes.io/pod-name': podName }, ports),
    ),
    address(name, 'None', { ...labels('hsm'), ...zoneLabel }, ports),
    daemon({
      name,
      component: 'hsm',
      program: 'hsm-node.js',
      replicas: APPLIANCES_PER_ZONE,
      ports,
      config: { subPathExpr: '$(POD_NAME).json' },
      labels: zoneLabel,
      more: { affinity },
    }),
  ];
}

interface SinglePlan {
  readonly component: 'cluster-manager' | 'control-plane';
  readonly program: string;
  readonly ip: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly config: object;
}

function single({ component, program, ip, ports, config }: SinglePlan): readonly Manifest[] {
  const [name, file] = [component, 'config.json'];
  return [
    configuration(name, { [file]: { ...config, fleetDir: '/fleet', dataDir: '/data' } }),
    address(name, ip, labels(component), ports),
    daemon({ name, component, program, replicas: 1, ports, config: { subPath: file } }),
  ];
}

/** Makes the example cluster, key store and key of the README, once, and ends; its volume holds the cluster's authority. */
function example(): readonly Manifest[] {
  const command = [
    ...['node', 'container.js', 'example'],
    `--endpoint=http://${CONTROL_PLANE_IP}:${PORTS.endpoint}`,
    `--cluster-manager=${CLUSTER_MANAGER_IP}:${PORTS.manager}`,
    '--fleet=/fleet',
    '--data-dir=/data',
  ];
  const data: IVolume = { name: 'data', persistentVolumeClaim: { claimName: 'operator' } };
  return [
    new PersistentVolumeClaim({
      metadata: named('operator'),
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Mi' } } },
    }),
    new Job({
      metadata: named('example'),
      spec: {
        backoffLimit: 6,
        template: {
          metadata: { labels: labels('tools') },
          spec: pod(container('example', command, []), [data], { restartPolicy: 'OnFailure' }),
        },
      },
    }),
  ];
}

type Way = readonly [from: Component, to: Component, port: number];

/** Who may speak with whom. Addresses are written down, so nobody asks a name server. */
const WAYS: readonly Way[] = [
  ['cluster-manager', 'hsm', PORTS.admin],
  ['control-plane', 'hsm', PORTS.data],
  ['tools', 'hsm', PORTS.data],
  ['hsm', 'cluster-manager', PORTS.manager],
  ['control-plane', 'cluster-manager', PORTS.manager],
  ['tools', 'cluster-manager', PORTS.manager],
  ['tools', 'control-plane', PORTS.endpoint],
];

function policy(component: Component): NetworkPolicy {
  const peer = (other: Component) => ({ podSelector: { matchLabels: labels(other) } });
  const ports = (port: number) => [{ protocol: 'TCP' as const, port }];
  // Clients of AWS are in any namespace.
  const everybody =
    component === 'control-plane' ? [{ from: [{ namespaceSelector: {} }], ports: ports(PORTS.endpoint) }] : [];
  const spec: INetworkPolicy['spec'] = {
    podSelector: { matchLabels: labels(component) },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      ...WAYS.filter(([, to]) => to === component).map(([from, , port]) => ({
        from: [peer(from)],
        ports: ports(port),
      })),
      ...everybody,
    ],
    egress: WAYS.filter(([from]) => from === component).map(([, to, port]) => ({ to: [peer(to)], ports: ports(port) })),
  };
  return new NetworkPolicy({ metadata: named(component), spec });
}

/** Everything that `kubectl apply` is to make, in this order. */
function manifests(): readonly Manifest[] {
  return [
    new Namespace({ metadata: { name: NAMESPACE } }),
    new NetworkPolicy({
      metadata: named('nobody'),
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }),
    ...(['hsm', 'cluster-manager', 'control-plane', 'tools'] as const).map(policy),
    // Whoever empties nodes takes one HSM at a time.
    new PodDisruptionBudget({
      metadata: named('hsm'),
      spec: { maxUnavailable: 1, selector: { matchLabels: labels('hsm') } },
    }),
    ...single({
      component: 'cluster-manager',
      program: 'cluster-manager.js',
      ip: CLUSTER_MANAGER_IP,
      ports: { manager: PORTS.manager },
      config: { listenAddress: `0.0.0.0:${PORTS.manager}`, network: { vpcPrefix: VPC_PREFIX, zones: ZONES.length } },
    }),
    ...single({
      component: 'control-plane',
      program: 'kms-control-plane.js',
      ip: CONTROL_PLANE_IP,
      ports: { endpoint: PORTS.endpoint },
      config: {
        http: { host: '0.0.0.0', port: PORTS.endpoint },
        clusterManagerAddress: `${CLUSTER_MANAGER_IP}:${PORTS.manager}`,
      },
    }),
    ...ZONES.flatMap((letter, index) => zone(letter, index + 1)),
    ...example(),
  ];
}

/** The manifests as YAML. Throws when one is none by the schemas of Kubernetes. */
export function kubernetesYaml(): string {
  const documents = manifests().map((manifest) => {
    manifest.validate();
    return stringify(manifest.toJSON(), { lineWidth: 0 });
  });
  return ['# Made by scripts/kubernetes.ts; docs/containers.md says what it needs.\n', ...documents].join('---\n');
}

if (import.meta.main) writeFileSync(KUBERNETES_FILE, kubernetesYaml());
