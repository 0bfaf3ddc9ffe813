/**
 * The requirements that properties cite: id, source, and what it asks for in a line.
 *
 * The sources are two articles on Hyper-V failover clustering: QM, "Quick migration and the shared-nothing problem";
 * R2, "New Hyper-V features in Windows Server 2008 R2".
 */

export interface Requirement {
  readonly id: string;
  readonly source: 'QM' | 'R2' | 'QM, R2';
  readonly text: string;
}

/** The requirements on both releases: storage, quick migration, failover, live migration, and the articles' own theorems. */
export const requirements: readonly Requirement[] = [
  { id: 'NTFS-1', source: 'QM', text: 'One operating system at a time has an NTFS volume mounted.' },
  { id: 'NTFS-2', source: 'QM', text: 'Reads and writes go through a mount; a node that lost the LUN can no longer change it.' },
  { id: 'LUN-1', source: 'QM', text: 'A shared disk has one owner at most, which alone mounts it; a second mount is refused.' },
  { id: 'LUN-2', source: 'R2', text: 'Disks move between nodes by whole LUNs.' },
  { id: 'LUN-3', source: 'QM, R2', text: 'VMs whose files share a LUN are on one node and move together.' },
  { id: 'LUN-4', source: 'QM', text: 'VMs that are to move one by one need a LUN each.' },
  { id: 'LUN-5', source: 'QM', text: 'A LUN is dismounted on its old owner before it is mounted on the new one.' },
  { id: 'QM-1', source: 'QM', text: 'Quick migration saves, stops, dismounts, mounts, restores and runs, in this order.' },
  { id: 'QM-2', source: 'QM', text: 'What runs on the target is what was saved: all of it, nothing stale, and once.' },
  { id: 'QM-3', source: 'QM', text: 'From the save to the resume the VM is dark: about 8 s a GB, typically 30 s; clients disconnect.' },
  { id: 'QM-4', source: 'R2', text: 'Quick migration is planned: a dead source cannot save.' },
  { id: 'QM-5', source: 'QM', text: 'Whatever fails, the VM runs, or can be restored or booted; not twice, and not nowhere.' },
  { id: 'HA-1', source: 'R2', text: 'After a crash the VM boots on another node, from the disk as it is.' },
  { id: 'HA-2', source: 'R2', text: 'A crash loses memory, but no write that was acknowledged.' },
  { id: 'HA-3', source: 'R2', text: 'A VM runs on one node at most, also when nodes cannot hear each other; without quorum nothing is hosted, or changed on a disk.' },
  { id: 'HA-4', source: 'R2', text: 'Failover takes a bounded time: detection, arbitration, mount, boot.' },
  { id: 'LM-1', source: 'R2', text: 'The target makes a shell VM from the configuration, and memory goes into it.' },
  { id: 'LM-2', source: 'R2', text: 'Memory is copied while the VM runs, and what is written meanwhile is recorded.' },
  { id: 'LM-3', source: 'R2', text: 'After the first pass only what was written is copied again.' },
  { id: 'LM-4', source: 'R2', text: 'What runs on the target is what stopped on the source, to the last page.' },
  { id: 'LM-5', source: 'R2', text: 'The passes end: little remains, or there have been enough of them.' },
  { id: 'LM-6', source: 'R2', text: 'The blackout holds nothing but the rest: the stop, the last pages, the handover, the resume.' },
  { id: 'LM-7', source: 'R2', text: 'One side runs the VM at any time; before the point of no return it is the source, after it the target.' },
  { id: 'LM-8', source: 'R2', text: 'A crash during a migration is a failover: the VM restarts from its disk.' },
  { id: 'CSV-1', source: 'R2', text: 'All nodes reach a shared volume at once: moving a VM takes no dismount and no mount.' },
  { id: 'CSV-2', source: 'R2', text: 'VMs whose files share a volume move one by one.' },
  { id: 'CSV-3', source: 'R2', text: 'One coordinator mounts a shared volume and changes its metadata; data goes straight to the disk from every node.' },
  { id: 'CSV-4', source: 'R2', text: 'Without a path, or in a backup, I/O goes through the coordinator and the VM runs on.' },
  { id: 'CSV-5', source: 'R2', text: 'A change of coordinator loses no accepted I/O: each is queued, then done or reported failed, once.' },
  { id: 'CSV-6', source: 'R2', text: 'A node that was expelled writes nothing, whatever it believes.' },
  { id: 'ARG-1', source: 'QM, R2', text: 'Two VMs on one LUN never run on two nodes.' },
  { id: 'ARG-2', source: 'QM', text: 'With a LUN each, they can.' },
  { id: 'ARG-3', source: 'R2', text: 'With a Cluster Shared Volume two VMs on one LUN run on two nodes, and change places.' },
  { id: 'ARG-4', source: 'QM, R2', text: 'Quick migration cannot keep clients connected.' },
  { id: 'ARG-5', source: 'R2', text: 'Without one, a live migration has the dismount and the mount of the LUN in its blackout.' },
  { id: 'ARG-6', source: 'R2', text: 'With one, a live migration keeps clients connected.' },
  { id: 'ARG-7', source: 'R2', text: 'Memory that was not written is lost with its node.' },
];
