// The doctor's table of rules, and the one way to ask them all.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Proxy.Doctor.Rules;
using Weir.Proxy.Doctor.Rules.Running;

namespace Weir.Proxy.Doctor;

/// <summary>Finds settings that hurt. Pure: the same configuration and facts give the same findings.</summary>
public static class Diagnosis
{
    public static ImmutableArray<DoctorRule> Rules { get; } =
    [
        new AdminBeyondLoopbackRule(),
        new BacklogCutRule(),
        new BackendsDownRule(),
        new CheckSlowerThanIntervalRule(),
        new ConfigRejectedRule(),
        new ConnectOnlyCheckRule(),
        new DebugLogRule(),
        new DrainTooShortRule(),
        new FailOpenRule(),
        new FlappingRule(),
        new ForgottenDrainRule(),
        new IdleNeverRule(),
        new IoUringForbiddenRule(),
        new ListenerBeyondLoopbackRule(),
        new LocalPortsRule(),
        new LowFileLimitRule(),
        new NoWeightRule(),
        new PoolBelowLimitRule(),
        new PoolOffRule(),
        new PoolOutlivesBackendRule(),
        new PoolOverflowRule(),
        new RequestsRefusedRule(),
        new RetriesMultiplyRule(),
        new SingleBackendRule(),
        new SlowClockRule(),
        new TcpReuseRule(),
        new TrustsEverybodyRule(),
        new WarmPausedRule(),
    ];

    /// <summary>The worst first, then in the order of the rules and the configuration.</summary>
    public static ImmutableArray<DoctorFinding> Of(WeirConfig config, DoctorFacts facts) =>
        [.. Rules.SelectMany(rule => rule.Check(config, facts)).OrderBy(f => f.Severity)];
}
