export { SIMULATION_EPOCH_MS } from './clock.ts';
export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
export { SeededRandom } from './random.ts';
