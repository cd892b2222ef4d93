// What a configuration file says of the admin API, also a file that is broken: a command that drains a backend must work while
// somebody is in the middle of an edit.
using System.Text;
using Weir.Configuration;
using Weir.Configuration.Process;
using Weir.Configuration.Source;
using Weir.Hosting;

namespace Weir.Commands.Instance;

/// <summary>The admin API as a file has it.</summary>
internal sealed class AdminSection
{
    private readonly LoadedConfig _loaded;
    private readonly AdminConfig? _admin;

    private AdminSection(LoadedConfig loaded, AdminConfig? admin)
    {
        _loaded = loaded;
        _admin = admin;
        // A port that the system chose, and an address that cannot be read, are known to the instance that runs.
        Address =
            AdminTarget.Connectable(admin?.Address)
            ?? (IsOff ? null : RuntimeFile.AdminAddressOf(File));
    }

    /// <summary>Where to connect to; null where the file does not tell, and no running instance either.</summary>
    public string? Address { get; }

    /// <summary>Null where none is set, or none can be read.</summary>
    public string? Token => _admin?.Token;

    private string File => _loaded.File!; // a section is of a file

    private bool IsOff => _admin is { Address: null };

    public static AdminSection Of(LoadedConfig loaded) =>
        new(
            loaded,
            loaded.Config?.Admin
                ?? ConfigReader.ReadAdmin(
                    Encoding.UTF8.GetString(loaded.Content),
                    ConfigSource.FromEnvironment()
                )
        );

    /// <summary>The address; says on <paramref name="error"/> why there is none, and that it comes from a broken file if it does.</summary>
    public string? AddressOrTell(TextWriter error)
    {
        if (_loaded.Config is null)
        {
            error.WriteLine(
                _loaded.Result.Problems.First(p => p.Severity == ProblemSeverity.Error)
            );
        }

        if (Address is null || _loaded.Config is null)
        {
            error.WriteLine("weir: " + Describe());
        }

        return Address;
    }

    private string Describe() =>
        (IsOff, Address, _loaded.Config) switch
        {
            (true, _, _) => $"the admin API is off in {File}",
            (_, null, null) =>
                $"{File} is invalid and does not tell admin.address; give --admin HOST:PORT",
            (_, null, _) => $"{File} leaves the admin port to the system; give --admin HOST:PORT",
            _ =>
                $"{File} is invalid (weir check tells all of it); the admin API is taken to be at {Address}",
        };
}
