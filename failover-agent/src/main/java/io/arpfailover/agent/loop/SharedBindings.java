package io.arpfailover.agent.loop;

import io.arpfailover.agent.guard.LanGuard;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.Bindings;
import io.arpfailover.coordinator.zookeeper.BindingListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the bindings that the cluster shares on to the inspection. On ZooKeeper's thread for them. */
final class SharedBindings implements BindingListener {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBindings.class);

    private final LanGuard guard;

    SharedBindings(LanGuard guard) {
        this.guard = guard;
    }

    @Override
    public void bindings(Bindings now, List<BindingChange> changes) {
        List<Binding> all = new ArrayList<>(now.size());
        now.forEach(bound -> all.add(new Binding(
                new Ipv4Address(bound.address().bits()),
                new MacAddress(bound.mac().bits()))));
        guard.bindingsAre(all);
        LOG.info("bindings={} changed={}", now.size(), changes.size());
    }

    @Override
    public void failed(String what) {
        LOG.error("bindings=\"as last known\" because=\"{}\"", what);
    }
}
