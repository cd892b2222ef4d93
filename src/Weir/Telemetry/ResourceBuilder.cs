// Says to a collector who speaks.
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Resource.V1;
using Weir.Commands;

namespace Weir.Telemetry;

/// <summary>The resource and the scope of everything that one process exports.</summary>
internal static class ResourceBuilder
{
    private static readonly string s_instance = Guid.NewGuid().ToString();

    public static InstrumentationScope Scope { get; } =
        new() { Name = "weir", Version = VersionCommand.Text };

    public static Resource Build(string serviceName)
    {
        var resource = new Resource();
        resource.Attributes.Put("service.name", serviceName);
        resource.Attributes.Put("service.version", VersionCommand.Text);
        resource.Attributes.Put("service.instance.id", s_instance);
        resource.Attributes.Put("host.name", Environment.MachineName);
        resource.Attributes.Put("process.pid", Environment.ProcessId);
        return resource;
    }
}
