// Where names are looked up: the system, a name server, or a test.
namespace Weir.Discovery.Names;

/// <summary>Thread-safe.</summary>
public interface INameSource
{
    /// <summary>Looks a host name up; what goes wrong is no exception but an answer without addresses, cancellation apart.</summary>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellation"/>.</exception>
    Task<NameAnswer> LookUpAsync(string host, CancellationToken cancellation);
}
