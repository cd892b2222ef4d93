// Signals belong to the program, not to the web host inside it.
using Microsoft.Extensions.Hosting;

namespace Weir.Admin;

/// <summary>Replaces the console lifetime, which would take INT, TERM and QUIT for itself.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
