// What the log is told of backends that nobody checks.
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Composition;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Composition;

public sealed class BackendNoticesTests
{
    [Fact]
    public void A_backend_that_fails_its_trials_is_told_once_until_it_has_answered()
    {
        using var pump = new LogPump();
        using var written = new MemoryStream();
        var logger = new Logger(pump, LogOutput.ToStream(written), LogLevel.Info);
        using DataPlane plane = Planes.Create();
        BackendState backend = new LivingConfig(new BackendNotices(new LogEvents(logger), plane))
            .Apply(
                TestCluster.Config(1) with
                {
                    HealthCheck = new HealthCheckConfig { Type = HealthCheckType.None },
                }
            )[0]
            .Backends[0];

        backend.RecordLiveFailure("connect timed out");
        for (int i = 0; i < 3; i++)
        {
            backend.BeginTrial();
            backend.RecordLiveFailure("connect timed out");
        }

        backend.BeginTrial();
        backend.RecordLiveSuccess();
        for (int i = 0; i < Defaults.BackendFailureThreshold; i++)
        {
            backend.RecordLiveFailure("connect timed out");
        }

        pump.ServeAll();
        Encoding
            .UTF8.GetString(written.ToArray())
            .TrimEnd('\n')
            .Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString())
            .ShouldBe(["backend_unhealthy", "backend_healthy", "backend_unhealthy"]);
    }
}
