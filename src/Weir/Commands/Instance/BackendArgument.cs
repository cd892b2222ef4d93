// CLUSTER/BACKEND on a command line, and where the admin API has it.
using System.CommandLine;

namespace Weir.Commands.Instance;

/// <summary>Builds and reads the argument.</summary>
internal static class BackendArgument
{
    public static Argument<string> Build()
    {
        var backend = new Argument<string>("CLUSTER/BACKEND")
        {
            Description =
                "A cluster and the address of a backend in it as configured, such as default/127.0.0.1:9100",
        };
        backend.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0 || slash == text.Length - 1)
            {
                result.AddError(
                    $"\"{text}\" is no CLUSTER/BACKEND, such as default/127.0.0.1:9100; weir status lists them"
                );
            }
        });
        return backend;
    }

    /// <summary>Takes a name apart that the argument's validator has looked at.</summary>
    public static (string Cluster, string Address) Split(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return (name[..slash], name[(slash + 1)..]);
    }

    /// <summary>The path of one of its endpoints, without the leading slash.</summary>
    public static string Path(string name, string action)
    {
        (string cluster, string address) = Split(name);
        return $"api/v1/clusters/{Uri.EscapeDataString(cluster)}/backends/{Uri.EscapeDataString(address)}/{action}";
    }
}
