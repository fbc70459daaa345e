// The devices that are enabled, as this thread knows them: those of the configuration file and those that were enabled
// through the API. Where both have one path, the configuration's counts.
import type { CachedRecord, StateCache } from "../state-cache.ts";
import type { ActiveDevice } from "./active-device.ts";
import {
  DEVICE_LIST_KEY,
  type DeviceRequest,
  deviceKey,
  deviceListRecord,
  deviceRecord,
  type StoredDevice,
} from "./device-record.ts";

/** A device that is to be enabled. */
export interface WantedDevice {
  request: DeviceRequest;
  isDeclared: boolean;
  /** Undefined: nobody has stored a salt for it yet. */
  stored: StoredDevice | undefined;
}

export interface DeviceSetOptions {
  cache: StateCache;
  declared: readonly DeviceRequest[];
  activate(wanted: WantedDevice): ActiveDevice;
  /** Called while the devices are still as they were. */
  beforeChange(): void;
}

interface Enabled {
  device: ActiveDevice;
  /** Same mark, same device. */
  mark: string;
}

export class DeviceSet {
  readonly #options: DeviceSetOptions;
  #declared: readonly DeviceRequest[];
  #enabled = new Map<string, Enabled>();
  #devices: readonly ActiveDevice[] = [];
  #isStale = true;

  constructor(options: DeviceSetOptions) {
    this.#options = options;
    this.#declared = options.declared;
    options.cache.onChange("audit", (key) => this.#changed(key));
    options.cache.onChange("guard", (key) => {
      if (key === undefined || key === DEVICE_LIST_KEY) this.#changed(key);
    });
  }

  /** The same array as long as the set is the same. @throws VaultError sealed, DamagedRecordError */
  get devices(): readonly ActiveDevice[] {
    if (this.#isStale) this.#rebuild();
    return this.#devices;
  }

  /** Those that are in use now, without looking for new ones. */
  get inUse(): readonly ActiveDevice[] {
    return this.#devices;
  }

  get declared(): readonly DeviceRequest[] {
    return this.#declared;
  }

  /** Whether a declared device has no salt yet. @throws VaultError sealed, DamagedRecordError */
  get lacksSalts(): boolean {
    return this.#declared.some(({ path }) => this.#read(path).value === undefined);
  }

  /** The configuration file was read again. */
  declare(declared: readonly DeviceRequest[]): void {
    this.#declared = declared;
    this.#isStale = true;
  }

  /** Lets go of everything, salts included. */
  drop(): void {
    this.#replace(new Map());
    this.#isStale = true;
  }

  #changed(key: string | undefined): void {
    if (key === undefined) this.drop();
    else this.#isStale = true;
  }

  #rebuild(): void {
    const next = new Map<string, Enabled>();
    for (const path of this.#options.cache.read(deviceListRecord, DEVICE_LIST_KEY).value?.paths ?? []) {
      const record = this.#read(path);
      if (record.value) next.set(path, this.#enable({ request: record.value, isDeclared: false, record }));
    }
    for (const request of this.#declared) {
      const record = this.#read(request.path);
      next.set(request.path, this.#enable({ request, isDeclared: true, record }));
    }
    this.#replace(next);
    this.#isStale = false;
  }

  #read(path: string): CachedRecord<StoredDevice> {
    return this.#options.cache.read(deviceRecord, deviceKey(path));
  }

  #enable(wanted: {
    request: DeviceRequest;
    isDeclared: boolean;
    record: CachedRecord<StoredDevice>;
  }): Enabled {
    const { request, isDeclared, record } = wanted;
    const mark = isDeclared ? JSON.stringify([record.version, request]) : `${record.version}`;
    const known = this.#enabled.get(request.path);
    if (known?.mark === mark) return known;
    return { mark, device: this.#options.activate({ request, isDeclared, stored: record.value }) };
  }

  #replace(next: Map<string, Enabled>): void {
    const devices = [...next.values()].map(({ device }) => device);
    const isSame =
      devices.length === this.#devices.length && devices.every((device, at) => device === this.#devices[at]);
    if (isSame) return;
    this.#options.beforeChange();
    for (const device of this.#devices) if (!devices.includes(device)) device.close();
    this.#enabled = next;
    this.#devices = devices;
  }
}
