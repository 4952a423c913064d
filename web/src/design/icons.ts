/**
 * The icons in use, under names that say what they mean here. Decorative all: whatever shows one alone
 * carries a label. (One line per icon, so that the bundle holds these alone.)
 */
export {
  ArrowDown as DownIcon,
  ArrowLeft as BackIcon,
  CircleAlert as AlertIcon,
  CircleDot as UnreadIcon,
  Compass as BrowseIcon,
  Eye as ShowIcon,
  EyeOff as HideIcon,
  Hash as PublicIcon,
  Info as InfoIcon,
  Link as LinkIcon,
  Lock as PrivateIcon,
  LogOut as SignOutIcon,
  MessageSquarePlus as WriteIcon,
  Monitor as SystemThemeIcon,
  Moon as DarkIcon,
  Pencil as EditIcon,
  Plus as CreateIcon,
  Reply as ReplyIcon,
  Search as SearchIcon,
  SendHorizontal as SendIcon,
  Settings as SettingsIcon,
  SmilePlus as ReactIcon,
  Sun as LightIcon,
  Trash2 as DeleteIcon,
  User as PersonIcon,
  UserPlus as AddPersonIcon,
  Users as PeopleIcon,
  X as CloseIcon,
} from "lucide-react";
